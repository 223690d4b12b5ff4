// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.flowobserver.cli.answer.EventTally;
import io.flowobserver.cli.answer.TallyPrinter;
import io.flowobserver.cli.client.connect.ServerOption;
import io.flowobserver.cli.client.flags.EventOutput;
import io.flowobserver.cli.client.flags.EventRequest;
import io.flowobserver.cli.client.flags.Format;
import io.flowobserver.cli.client.flags.InputOptions;
import io.flowobserver.cli.client.flags.MaskOptions;
import io.flowobserver.cli.client.flags.RangeOptions;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.cli.print.Printer;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Requests events other than flows from a server and prints them.
 *
 * @param <Q> the request
 * @param <A> the response
 */
abstract class EventsCommand<Q, A extends Message> implements Callable<Integer> {
    @Mixin
    private final ServerOption server = new ServerOption();

    @Mixin
    private final RangeOptions selection = new RangeOptions();

    @Mixin
    private final Format format = new Format();

    @Mixin
    private final InputOptions input = new InputOptions();

    @Mixin
    private final MaskOptions masks = new MaskOptions();

    @Option(
            names = "--summary",
            description = "at the end, print on standard error how many there were, by type; with -o json as one line"
                    + " of JSON")
    private boolean summary;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    @Option(names = "--print-raw-filters", hidden = true, description = "refused: events have no filters")
    private boolean rawFilters;

    private final MethodDescriptor<Q, A> method;
    private final Parser<Q> requests;
    private final EventOutput<A> events;

    EventsCommand(MethodDescriptor<Q, A> method, Parser<Q> requests, EventOutput<A> events) {
        this.method = method;
        this.requests = requests;
        this.events = events;
    }

    @Override
    public final Integer call() throws IOException, InterruptedException {
        server.check();
        refuseFlagsForFlows();
        Printer<A> printer = printer();
        String warning = format.timeWarning();
        if (!warning.isEmpty()) {
            spec.commandLine().getErr().println("observer: " + SafeText.of(warning));
        }
        return answer(printer, request(Instant.now()));
    }

    private Integer answer(Printer<A> printer, Q request) throws IOException, InterruptedException {
        if (summary) {
            EventTally<A> tally = new EventTally<>(events.types());
            SummaryPrinter end = new SummaryPrinter(
                    tally, format.kind().isJson(), spec.commandLine().getErr()::println);
            StreamingClient.print(server.address(), new TallyPrinter<>(printer, tally), method, request, end);
        } else {
            StreamingClient.print(server.address(), printer, method, request);
        }
        return CommandLine.ExitCode.OK;
    }

    final Q request(Instant now) {
        return EventRequest.of(selection.range(), now, requests);
    }

    final Printer<A> printer() {
        return events.printer(format, selection.follows());
    }

    /** The hubble CLI lists these flags for events too, and ignores them. */
    private void refuseFlagsForFlows() {
        refuse(input.given(), "--input-file");
        refuse(masks.given(), "--field-mask");
        refuse(rawFilters, "--print-raw-filters");
    }

    private static void refuse(boolean given, String flag) {
        if (given) {
            throw new UserError(flag + " is for flows only; use it with \"observer observe flows\"");
        }
    }
}
