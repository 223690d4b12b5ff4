// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import com.google.protobuf.Timestamp;
import io.flowobserver.cli.answer.FlowTally;
import io.flowobserver.cli.answer.TallyPrinter;
import io.flowobserver.cli.client.StreamingClient;
import io.flowobserver.cli.client.connect.Connection;
import io.flowobserver.cli.client.connect.ServerAddress;
import io.flowobserver.cli.console.Colors;
import io.flowobserver.cli.console.ConsoleOutput;
import io.flowobserver.cli.console.Launcher;
import io.flowobserver.cli.console.StandardStreams;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.cli.console.Version;
import io.flowobserver.cli.print.CompactPrinter;
import io.flowobserver.cli.print.LineStyle;
import io.flowobserver.cli.print.PeerColumns;
import io.flowobserver.cli.print.Printer;
import io.flowobserver.config.ServeConfig;
import io.flowobserver.daemon.StartException;
import io.flowobserver.daemon.demo.Demo;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.observer.ObserverGrpc;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Starts a demo, prints its flows through a client connection, and prints a summary at the end. */
final class DemoSession {
    private final ServeConfig config;
    private final Optional<Duration> duration;
    private final ConsoleOutput output = StandardStreams.open();
    private final Colors colors;
    private final FlowTally tally = new FlowTally();

    DemoSession(ServeConfig config, Optional<Duration> duration) {
        this.config = config;
        this.duration = duration;
        this.colors = new Colors(StandardStreams.colored());
    }

    /**
     * Runs the demo. Returns after the demo has ended and has removed everything that it created.
     *
     * @throws StartException with a one-line message for the operator
     */
    void run() throws StartException, InterruptedException {
        DemoEnd end = new DemoEnd();
        Instant start = Instant.now();
        try (Demo demo = Demo.start(config, Version.number())) {
            show(demo, start, end);
        } catch (IOException e) {
            if (!StandardStreams.outputIsPipe()) {
                throw new UserError("cannot write to standard output: " + e.getMessage());
            }
        } finally {
            end.finished();
        }
    }

    private void show(Demo demo, Instant start, DemoEnd end) throws IOException, InterruptedException {
        ServerAddress server = ServerAddress.parse(reachable(demo.listeners().get(0)));
        DemoText text = new DemoText(server.text(), Launcher.command());
        if (demo.whyRecorded().isPresent()) {
            output.errorLine(text.recorded(demo.whyRecorded().get()));
        }
        output.line(text.beginning(demo.whyRecorded().isEmpty(), demo.listeners()));
        output.flush();
        Instant shown = Instant.now();
        try (Connection connection = new Connection(server)) {
            StreamingClient<GetFlowsRequest, GetFlowsResponse> stream =
                    new StreamingClient<>(connection, printer(), output);
            end.arrange(stream::stop, duration);
            GetFlowsRequest request = GetFlowsRequest.newBuilder()
                    .setFollow(true)
                    .setSince(Timestamp.newBuilder().setSeconds(start.getEpochSecond()))
                    .build();
            stream.run(ObserverGrpc.getGetFlowsMethod(), request);
        }
        output.line(text.ending(
                tally,
                Duration.between(shown, Instant.now()),
                config.listen().urls().isEmpty()
                        ? Optional.empty()
                        : Optional.of(demo.listeners().get(0))));
        output.flush();
    }

    private Printer<GetFlowsResponse> printer() {
        return new TallyPrinter<>(new CompactPrinter(LineStyle.plain(colors), new PeerColumns(true, colors)), tally);
    }

    /** Returns an address to connect to. A listener's address can be a wildcard, which clients cannot connect to. */
    private static String reachable(String listener) {
        for (String any : new String[] {"0.0.0.0:", "[::]:", ":"}) {
            if (listener.startsWith(any)) {
                return "localhost:" + listener.substring(any.length());
            }
        }
        return listener;
    }
}
