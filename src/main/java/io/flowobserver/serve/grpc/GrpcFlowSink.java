// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.flowobserver.reader.registry.ReaderIdentity;
import io.flowobserver.reader.registry.ReaderKind;
import io.flowobserver.serve.listen.ConnectionAttributes;
import io.flowobserver.serve.listen.MinimumCapacityAllocator;
import io.flowobserver.serve.stream.FlowSink;
import io.flowobserver.serve.stream.ResponseMessage;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * Sends the responses of one gRPC call.
 *
 * @param counts gRPC counts a bundle as one message; the sink adds the other responses in it
 * @param bundle shared by all streams of the event loop
 * @param buffers the allocator of the call's connection
 */
record GrpcFlowSink(
        ServerCall<?, AnswerBundle> call,
        MethodCallCounts counts,
        AnswerBundle bundle,
        MinimumCapacityAllocator buffers)
        implements FlowSink {
    @Override
    public ReaderIdentity identity() {
        String peer = call.getAttributes().get(ConnectionAttributes.PEER);
        return new ReaderIdentity(ReaderKind.GRPC, peer == null ? "" : peer);
    }

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
            try {
                sendAll();
            } finally {
                buffers.atLeast(0);
                bundle.clear();
            }
        }
    }

    @Override
    public boolean failed(Throwable error) {
        return buffers.failed(error);
    }

    @Override
    public void close(Status status) {
        flush();
        call.close(status, new Metadata());
    }

    private void sendAll() {
        int sent;
        do {
            bundle.reserveIn(buffers);
            call.sendMessage(bundle);
            sent = bundle.removeDrained();
            if (sent > 1) {
                counts.sent.add(sent - 1L);
            }
        } while (sent > 0 && !bundle.isEmpty());
    }
}
