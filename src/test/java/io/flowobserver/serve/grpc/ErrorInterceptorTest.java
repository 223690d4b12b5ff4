// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.proto.observer.ServerStatusResponse;
import io.flowobserver.serve.listen.ConnectionAttributes;
import io.flowobserver.serve.listen.MinimumCapacityAllocator;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorInterceptorTest {
    private final InternalError error = new InternalError("made by the test");
    private final List<Throwable> handled = new ArrayList<>();
    private final Call call = new Call(new MinimumCapacityAllocator(UnpooledByteBufAllocator.DEFAULT, handled::add));

    static List<Consumer<ServerCall.Listener<ServerStatusRequest>>> events() {
        return List.of(
                listener -> listener.onMessage(ServerStatusRequest.getDefaultInstance()),
                ServerCall.Listener::onHalfClose,
                ServerCall.Listener::onReady,
                ServerCall.Listener::onCancel,
                ServerCall.Listener::onComplete);
    }

    @ParameterizedTest
    @MethodSource("events")
    void listener_throwsAnError_isHandledAndThrown(Consumer<ServerCall.Listener<ServerStatusRequest>> event) {
        ServerCall.Listener<ServerStatusRequest> listener =
                new ErrorInterceptor().interceptCall(call, new Metadata(), (same, headers) -> new Failing(error));
        assertThatThrownBy(() -> event.accept(listener)).isSameAs(error);
        assertThat(handled).containsExactly(error);
    }

    @Test
    void startCall_throwsAnError_isHandledAndThrown() {
        assertThatThrownBy(() -> new ErrorInterceptor().interceptCall(call, new Metadata(), (same, headers) -> {
                    throw error;
                }))
                .isSameAs(error);
        assertThat(handled).containsExactly(error);
    }

    private static final class Failing extends ServerCall.Listener<ServerStatusRequest> {
        private final Error error;

        Failing(Error error) {
            this.error = error;
        }

        @Override
        public void onMessage(ServerStatusRequest message) {
            throw error;
        }

        @Override
        public void onHalfClose() {
            throw error;
        }

        @Override
        public void onReady() {
            throw error;
        }

        @Override
        public void onCancel() {
            throw error;
        }

        @Override
        public void onComplete() {
            throw error;
        }
    }

    private static final class Call extends ServerCall<ServerStatusRequest, ServerStatusResponse> {
        private final Attributes attributes;

        Call(MinimumCapacityAllocator buffers) {
            attributes = Attributes.newBuilder()
                    .set(ConnectionAttributes.ALLOCATOR, buffers)
                    .build();
        }

        @Override
        public Attributes getAttributes() {
            return attributes;
        }

        @Override
        public void request(int messages) {
            // Nothing comes.
        }

        @Override
        public void sendHeaders(Metadata headers) {
            throw new AssertionError("nothing to send");
        }

        @Override
        public void sendMessage(ServerStatusResponse message) {
            throw new AssertionError("nothing to send");
        }

        @Override
        public void close(Status status, Metadata trailers) {
            throw new AssertionError("gRPC closes it");
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<ServerStatusRequest, ServerStatusResponse> getMethodDescriptor() {
            return ObserverGrpc.getServerStatusMethod();
        }
    }
}
