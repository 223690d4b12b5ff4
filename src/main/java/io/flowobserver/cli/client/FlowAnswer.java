// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.answer.FlowTally;
import io.flowobserver.cli.answer.Question;
import io.flowobserver.cli.answer.TallyPrinter;
import io.flowobserver.cli.client.connect.ServerAddress;
import io.flowobserver.cli.client.file.FlowFile;
import io.flowobserver.cli.client.flags.AnswerOptions;
import io.flowobserver.cli.client.flags.InputOptions;
import io.flowobserver.cli.console.ConsoleOutput;
import io.flowobserver.cli.console.StandardStreams;
import io.flowobserver.cli.print.Printer;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.observer.ObserverGrpc;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints the flows that a server or a file has for a request, and what is to be said of them as a whole. Used once. */
final class FlowAnswer {
    private final GetFlowsRequest request;
    private final AnswerOptions options;
    private final PrintWriter err;
    private final FlowTally tally = new FlowTally();

    FlowAnswer(GetFlowsRequest request, AnswerOptions options, PrintWriter err) {
        this.request = request;
        this.options = options;
        this.err = err;
    }

    /** Prints what a server has. */
    void ofServer(ServerAddress server, Printer<GetFlowsResponse> printer, boolean json)
            throws IOException, InterruptedException {
        List<StreamWatcher> watchers = new ArrayList<>();
        if (options.explains()) {
            watchers.add(new AnswerWords(new Question(request), tally, this::say));
        }
        if (options.summary()) {
            watchers.add(summary(json));
        }
        StreamingClient.print(
                server,
                counted(printer),
                ObserverGrpc.getGetFlowsMethod(),
                request,
                watchers.toArray(StreamWatcher[]::new));
    }

    /** Prints what a file has. */
    void ofFile(InputOptions input, Printer<GetFlowsResponse> printer, boolean json) throws IOException {
        SummaryPrinter summary = summary(json);
        ConsoleOutput console = StandardStreams.open();
        ResponsePrinter<GetFlowsResponse> responses = new ResponsePrinter<>(counted(printer), console);
        try (FlowFile file = FlowFile.open(input.file())) {
            file.read(request, responses::print, input.isSilent() ? line -> {} : console::errorLine);
            responses.finish();
            if (options.explains() && tally.isEmpty()) {
                say("no flow matched; the file has " + file.flows() + " flows");
            }
            if (options.summary()) {
                summary.print();
            }
        } catch (IOException e) {
            ResponsePrinter.accept(e);
        }
    }

    private Printer<GetFlowsResponse> counted(Printer<GetFlowsResponse> printer) {
        return options.summary() || options.explains() ? new TallyPrinter<>(printer, tally) : printer;
    }

    private SummaryPrinter summary(boolean json) {
        return new SummaryPrinter(tally, json, err::println);
    }

    private void say(String line) {
        err.println("observer: " + line);
    }
}
