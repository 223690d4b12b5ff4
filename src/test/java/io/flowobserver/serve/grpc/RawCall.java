// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A call whose request is bytes of the test's choice, and may stay without an end. */
public final class RawCall extends ClientCall.Listener<byte[]> {
    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private final ClientCall<byte[], byte[]> call;
    private final CompletableFuture<Status> closed = new CompletableFuture<>();

    public RawCall(ManagedChannel channel, MethodDescriptor<?, ?> method) {
        call = channel.newCall(method.toBuilder(BYTES, BYTES).build(), CallOptions.DEFAULT);
        call.start(this, new Metadata());
        call.request(1);
    }

    public RawCall send(byte[] request) {
        call.sendMessage(request);
        return this;
    }

    public RawCall end() {
        call.halfClose();
        return this;
    }

    public void cancel() {
        call.cancel("enough", null);
    }

    public boolean isOver() {
        return closed.isDone();
    }

    public Status status() throws Exception {
        return closed.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        closed.complete(status);
    }
}
