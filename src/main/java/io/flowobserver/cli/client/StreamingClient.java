// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.client.connect.Connection;
import io.flowobserver.cli.client.connect.ServerAddress;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call with a stream of responses, which it prints as lines. It flushes the output when no response is waiting, so
 * bulk output is fast and a follower sees a single flow at once. {@link #run} and the callbacks share one thread. Any
 * thread may call {@link #stop}.
 */
public final class StreamingClient<Q, A> {
    /** The number of responses that may wait for the printer. */
    private static final int WINDOW = 512;

    private final Connection connection;
    private final ResponsePrinter<A> printer;
    private final ConsoleOutput output;
    private final CallbackExecutor thread = new CallbackExecutor();
    private @Nullable ClientCall<Q, A> call;
    private @Nullable Status end;
    private @Nullable IOException outputFailure;
    private boolean answered;
    private boolean stopped;
    private int consumed;

    public StreamingClient(Connection connection, Printer<A> printer, ConsoleOutput output) {
        this.connection = connection;
        this.printer = new ResponsePrinter<>(printer, output);
        this.output = output;
    }

    /**
     * Opens a connection, makes the call, and prints until the call ends or the user interrupts it.
     *
     * @param watchers are told how it goes
     * @throws UserError if the server cannot be reached, rejects the call or ends it, or if the output cannot be
     *     written
     */
    static <Q, A> void print(
            ServerAddress server,
            Printer<A> printer,
            MethodDescriptor<Q, A> method,
            Q request,
            StreamWatcher... watchers)
            throws InterruptedException, IOException {
        ConsoleOutput output = StandardStreams.open();
        List<StreamWatcher> all = List.of(watchers);
        try (Connection connection = new Connection(server)) {
            StreamingClient<Q, A> stream = new StreamingClient<>(connection, printer, output);
            InterruptHandler interruption = new InterruptHandler(stream::stop);
            try {
                all.forEach(watcher -> watcher.begun(connection));
                stream.run(method, request);
                all.forEach(watcher -> watcher.ended(connection, stream.stopped));
            } catch (UserError e) {
                all.forEach(StreamWatcher::failed);
                throw e;
            } finally {
                interruption.finished();
            }
        } catch (IOException e) {
            ResponsePrinter.accept(e);
        }
    }

    /**
     * Makes the call and prints until the stream ends or is stopped.
     *
     * @throws UserError if the server rejects the call or ends it
     * @throws IOException if standard output cannot be written
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
        printer.finish();
        if (end != null && !end.isOk() && !stopped) {
            throw RpcFailure.of(end, connection.server(), answered);
        }
    }

    /** Makes {@link #run} return soon, without an error. Thread-safe. */
    public void stop() {
        thread.execute(() -> stopped = true);
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
                printer.print(answer);
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
