// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.console.ConsoleOutput;
import io.flowobserver.cli.console.InterruptHandler;
import io.flowobserver.cli.console.StandardStreams;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.cli.print.Printer;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One call with a stream of answers: these become lines, and lines are flushed when no answer is waiting, so that bulk
 * output is fast and a follower sees a lone flow at once. {@link #run} and the callbacks share one thread;
 * {@link #stop} may come from any.
 */
public final class StreamingClient<Q, A> {
    /** How many answers may wait for the printer. */
    private static final int WINDOW = 512;

    private final Connection connection;
    private final Printer<A> printer;
    private final ConsoleOutput output;
    private final CallbackExecutor thread = new CallbackExecutor();
    private final StringBuilder line = new StringBuilder(512);
    private @Nullable ClientCall<Q, A> call;
    private @Nullable Status end;
    private @Nullable IOException outputFailure;
    private boolean answered;
    private boolean stopped;
    private int consumed;

    public StreamingClient(Connection connection, Printer<A> printer, ConsoleOutput output) {
        this.connection = connection;
        this.printer = printer;
        this.output = output;
    }

    /**
     * Makes a call of its own and prints until it ends or the user interrupts it.
     *
     * @throws UserError when the server cannot be reached, refuses or goes away, or nothing can be printed
     */
    static <Q, A> void print(ServerAddress server, Printer<A> printer, MethodDescriptor<Q, A> method, Q request)
            throws InterruptedException, IOException {
        ConsoleOutput output = StandardStreams.open();
        try (Connection connection = new Connection(server)) {
            StreamingClient<Q, A> stream = new StreamingClient<>(connection, printer, output);
            InterruptHandler interruption = new InterruptHandler(stream::stop);
            try {
                stream.run(method, request);
            } finally {
                interruption.finished();
            }
        } catch (IOException e) {
            if (!StandardStreams.outputIsPipe()) {
                throw new UserError("cannot write to standard output: " + e.getMessage());
            }
        }
    }

    /**
     * Prints until the stream ends or is stopped.
     *
     * @throws UserError when the server refuses or goes away
     * @throws IOException when standard output does not take any more
     */
    public void run(MethodDescriptor<Q, A> method, Q request) throws IOException, InterruptedException {
        ClientCall<Q, A> started = connection.channel().newCall(method, CallOptions.DEFAULT.withExecutor(thread));
        call = started;
        started.start(new Answers(), new Metadata());
        started.request(WINDOW);
        started.sendMessage(request);
        started.halfClose();
        try {
            thread.runUntil(() -> end != null || stopped || outputFailure != null, output::flush);
        } finally {
            started.cancel("done", null);
        }
        if (outputFailure != null) {
            throw outputFailure;
        }
        finish();
        output.flush();
        if (end != null && !end.isOk() && !stopped) {
            throw RpcFailure.of(end, connection.server(), answered);
        }
    }

    /** Makes {@link #run} return soon, without an error. */
    public void stop() {
        thread.execute(() -> stopped = true);
    }

    private void print(A answer) throws IOException {
        Printer.Place place = printer.place(answer);
        if (place == Printer.Place.NOWHERE) {
            return;
        }
        line.setLength(0);
        printer.append(line, answer);
        if (place == Printer.Place.ERROR) {
            output.errorLine(line);
        } else {
            printLine();
        }
    }

    private void finish() throws IOException {
        line.setLength(0);
        printer.finish(line);
        printLine();
    }

    private void printLine() throws IOException {
        if (!line.isEmpty()) {
            output.line(line);
        }
    }

    private final class Answers extends ClientCall.Listener<A> {
        @Override
        public void onHeaders(Metadata headers) {
            answered = true;
        }

        @Override
        public void onMessage(A answer) {
            if (outputFailure != null || stopped) {
                return;
            }
            try {
                print(answer);
            } catch (IOException e) {
                outputFailure = e;
                return;
            }
            if (++consumed == WINDOW / 2 && call != null) {
                call.request(consumed);
                consumed = 0;
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            end = status;
        }
    }
}
