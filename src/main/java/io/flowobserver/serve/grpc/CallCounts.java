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

/** Counts the gRPC calls of all listeners, by method. Any thread. */
public final class CallCounts extends ServerStreamTracer.Factory {
    private static final ServerStreamTracer UNCOUNTED = new ServerStreamTracer() {};

    private final Map<String, MethodCallCounts> methods = new ConcurrentHashMap<>();

    /** All methods that are served, by name. */
    public List<MethodCallCounts> methods() {
        List<MethodCallCounts> all = new ArrayList<>(methods.values());
        all.sort(Comparator.comparing(MethodCallCounts::service).thenComparing(MethodCallCounts::method));
        return all;
    }

    /** Counts calls of a service's methods from now on; other names are the clients', and nobody counts them. */
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

    /** Told by the event loop of its connection, but for answers that come from elsewhere. */
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

        /** For gRPC a connection that breaks is unavailable; but it is the client that has gone. */
        private static boolean isClientGone(Status status) {
            return status.getCode() == Status.Code.UNAVAILABLE && !OpenCalls.isStopping(status);
        }
    }
}
