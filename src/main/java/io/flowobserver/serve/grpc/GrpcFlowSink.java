// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.flowobserver.serve.listen.MinimumCapacityAllocator;
import io.flowobserver.serve.stream.FlowSink;
import io.flowobserver.serve.stream.ResponseMessage;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * The answers of a gRPC call.
 *
 * @param counts where gRPC counts a bundle as one answer
 * @param bundle the event loop's own
 * @param buffers the connection's own
 */
record GrpcFlowSink(
        ServerCall<?, AnswerBundle> call,
        MethodCallCounts counts,
        AnswerBundle bundle,
        MinimumCapacityAllocator buffers)
        implements FlowSink {
    @Override
    public boolean isReady() {
        return call.isReady();
    }

    @Override
    public void send(ResponseMessage message) {
        if (!bundle.fits(message)) {
            flush();
        }
        bundle.add(message);
    }

    @Override
    public void flush() {
        if (!bundle.isEmpty()) {
            buffers.atLeast(bundle.length());
            try {
                call.sendMessage(bundle);
                counts.sent.add(bundle.answers() - 1L);
            } finally {
                buffers.atLeast(0);
                bundle.clear();
            }
        }
    }

    @Override
    public void close(Status status) {
        flush();
        call.close(status, new Metadata());
    }
}
