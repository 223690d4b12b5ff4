// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.relay.NodeState;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One GetFlows call: answers become lines, and lines are flushed when no answer is waiting, so that bulk output
 * is fast and a follower sees a lone flow at once. {@link #run} and the callbacks share one thread; {@link #stop} may
 * come from any.
 */
final class FlowStream {
    /** How many answers may wait for the printer. */
    private static final int WINDOW = 512;

    private final Connection connection;
    private final FlowPrinter printer;
    private final ConsoleOutput output;
    private final CallThread thread = new CallThread();
    private final StringBuilder line = new StringBuilder(512);
    private @Nullable ClientCall<GetFlowsRequest, GetFlowsResponse> call;
    private @Nullable Status end;
    private @Nullable IOException outputFailure;
    private boolean answered;
    private boolean stopped;
    private int consumed;

    FlowStream(Connection connection, FlowPrinter printer, ConsoleOutput output) {
        this.connection = connection;
        this.printer = printer;
        this.output = output;
    }

    /**
     * Prints until the stream ends or is stopped.
     *
     * @throws UserError when the server refuses or goes away
     * @throws IOException when standard output does not take any more
     */
    void run(GetFlowsRequest request) throws IOException, InterruptedException {
        ClientCall<GetFlowsRequest, GetFlowsResponse> started = connection
                .channel()
                .newCall(ObserverGrpc.getGetFlowsMethod(), CallOptions.DEFAULT.withExecutor(thread));
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
    void stop() {
        thread.execute(() -> stopped = true);
    }

    private void print(GetFlowsResponse response) throws IOException {
        line.setLength(0);
        if (!response.hasNodeStatus()) {
            printer.append(line, response);
            printLine();
        } else if (isTrouble(response.getNodeStatus().getStateChange())) {
            printer.append(line, response);
            output.errorLine(line);
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

    /** Nodes that come and go in an orderly way are no news for someone who looks at flows. */
    private static boolean isTrouble(NodeState state) {
        return state != NodeState.NODE_CONNECTED && state != NodeState.NODE_GONE;
    }

    private final class Answers extends ClientCall.Listener<GetFlowsResponse> {
        @Override
        public void onHeaders(Metadata headers) {
            answered = true;
        }

        @Override
        public void onMessage(GetFlowsResponse response) {
            if (outputFailure != null || stopped) {
                return;
            }
            try {
                print(response);
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
