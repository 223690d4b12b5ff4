// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls of one method, their messages, and the statuses they ended with. Any thread. */
public final class MethodCallCounts {
    final LongAdder started = new LongAdder();
    final LongAdder received = new LongAdder();
    final LongAdder sent = new LongAdder();
    private final AtomicLongArray ended = new AtomicLongArray(Status.Code.values().length);
    private final String service;
    private final String method;
    private final MethodDescriptor.MethodType type;

    MethodCallCounts(MethodDescriptor<?, ?> descriptor) {
        service = Objects.requireNonNull(descriptor.getServiceName());
        method = Objects.requireNonNull(descriptor.getBareMethodName());
        type = descriptor.getType();
    }

    /** Full name of the service, {@code observer.Observer} for example. */
    public String service() {
        return service;
    }

    public String method() {
        return method;
    }

    public boolean isClientStreaming() {
        return !type.clientSendsOneMessage();
    }

    public boolean isServerStreaming() {
        return !type.serverSendsOneMessage();
    }

    /** Calls that began. */
    public long started() {
        return started.sum();
    }

    /** Calls that ended with a status; CANCELLED if the client left before. */
    public long ended(Status.Code code) {
        return ended.get(code.value());
    }

    /** Request messages that were received completely. */
    public long received() {
        return received.sum();
    }

    /** Response messages that were handed to the connection; each response of a bundle counts. */
    public long sent() {
        return sent.sum();
    }

    void countEnd(Status.Code code) {
        ended.incrementAndGet(code.value());
    }
}
