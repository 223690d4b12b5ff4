// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the gRPC calls and messages of all listeners by method. Any thread. */
public final class CallCounts extends ServerStreamTracer.Factory {
    private static final ServerStreamTracer UNCOUNTED = new ServerStreamTracer() {};

    private final Map<String, MethodCallCounts> methods = new ConcurrentHashMap<>();

    /** Returns the counts of all served methods, sorted by service and method name. */
    public List<MethodCallCounts> methods() {
        List<MethodCallCounts> all = new ArrayList<>(methods.values());
        all.sort(Comparator.comparing(MethodCallCounts::service).thenComparing(MethodCallCounts::method));
        return all;
    }

    /** Starts to count calls of a service's methods, and returns the service. Calls of other methods are not counted. */
    public ServerServiceDefinition counting(ServerServiceDefinition service) {
        service.getMethods().forEach(method -> of(method.getMethodDescriptor()));
        return service;
    }

    MethodCallCounts of(MethodDescriptor<?, ?> method) {
        return methods.computeIfAbsent(method.getFullMethodName(), name -> new MethodCallCounts(method));
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        MethodCallCounts method = methods.get(fullMethodName);
        return method == null ? UNCOUNTED : new Call(method);
    }

    /** Counts one call. Mostly used by the event loop of the connection; responses may come from other threads. */
    private static final class Call extends ServerStreamTracer {
        private final MethodCallCounts method;

        Call(MethodCallCounts method) {
            this.method = method;
            method.started.increment();
        }

        @Override
        public void inboundMessage(int sequence) {
            method.received.increment();
        }

        @Override
        public void outboundMessage(int sequence) {
            method.sent.increment();
        }

        @Override
        public void streamClosed(Status status) {
            method.countEnd(isClientGone(status) ? Status.Code.CANCELLED : status.getCode());
        }

        /** gRPC reports a broken connection as UNAVAILABLE, although the client has left. */
        private static boolean isClientGone(Status status) {
            return status.getCode() == Status.Code.UNAVAILABLE && !OpenCalls.isStopping(status);
        }
    }
}
