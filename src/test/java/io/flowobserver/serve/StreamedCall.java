// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A call of a streaming method whose client takes messages when the test says so. */
public class StreamedCall<Q, A> extends ClientCall.Listener<A> {
    public final BlockingQueue<A> received = new LinkedBlockingQueue<>();
    public final CompletableFuture<Status> closed = new CompletableFuture<>();
    private final CompletableFuture<Void> headers = new CompletableFuture<>();
    private final ClientCall<Q, A> call;

    public StreamedCall(ManagedChannel channel, MethodDescriptor<Q, A> method) {
        call = channel.newCall(method, CallOptions.DEFAULT);
    }

    /** Sends the request and returns once the server has taken it up. */
    public final StreamedCall<Q, A> start(Q request) throws Exception {
        call.start(this, new Metadata());
        call.sendMessage(request);
        call.halfClose();
        headers.get(10, TimeUnit.SECONDS);
        return this;
    }

    /** Takes so many messages more. */
    public StreamedCall<Q, A> take(int messages) {
        call.request(messages);
        return this;
    }

    public A next() throws InterruptedException {
        A response = received.poll(10, TimeUnit.SECONDS);
        if (response == null) {
            throw new AssertionError("nothing received in 10 s");
        }
        return response;
    }

    public void cancel() {
        call.cancel("enough", null);
    }

    @Override
    public void onHeaders(Metadata metadata) {
        headers.complete(null);
    }

    @Override
    public void onMessage(A response) {
        received.add(response);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        closed.complete(status);
    }
}
