// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.expose;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The metrics {@code grpc_server_...}: the calls of each method, also of methods without calls. Any thread may call the
 * supplier.
 */
public record GrpcCalls(Supplier<List<GrpcMethod>> methods) implements MultiCollector {
    /** Indexed by the number of the status code. The names are those of grpc-go. */
    private static final String[] CODES = {
        "OK",
        "Canceled",
        "Unknown",
        "InvalidArgument",
        "DeadlineExceeded",
        "NotFound",
        "AlreadyExists",
        "PermissionDenied",
        "ResourceExhausted",
        "FailedPrecondition",
        "Aborted",
        "OutOfRange",
        "Unimplemented",
        "Internal",
        "Unavailable",
        "DataLoss",
        "Unauthenticated",
    };

    private static final MetricMetadata STARTED =
            new MetricMetadata("grpc_server_started", "Total number of RPCs started on the server.");
    private static final MetricMetadata HANDLED = new MetricMetadata(
            "grpc_server_handled", "Total number of RPCs completed on the server, regardless of success or failure.");
    private static final MetricMetadata RECEIVED = new MetricMetadata(
            "grpc_server_msg_received", "Total number of RPC stream messages received on the server.");
    private static final MetricMetadata SENT =
            new MetricMetadata("grpc_server_msg_sent", "Total number of gRPC stream messages sent by the server.");

    @Override
    public List<String> getPrometheusNames() {
        return List.of(
                STARTED.getPrometheusName(),
                HANDLED.getPrometheusName(),
                RECEIVED.getPrometheusName(),
                SENT.getPrometheusName());
    }

    @Override
    public MetricSnapshots collect() {
        List<GrpcMethod> now = methods.get();
        return MetricSnapshots.of(
                of(STARTED, now, GrpcMethod::started),
                handled(now),
                of(RECEIVED, now, GrpcMethod::received),
                of(SENT, now, GrpcMethod::sent));
    }

    private static CounterSnapshot of(
            MetricMetadata family, List<GrpcMethod> methods, ToLongFunction<GrpcMethod> count) {
        List<CounterDataPointSnapshot> points = new ArrayList<>();
        methods.forEach(method -> points.add(point(count.applyAsLong(method), labels(method))));
        return new CounterSnapshot(family, points);
    }

    private static CounterSnapshot handled(List<GrpcMethod> methods) {
        List<CounterDataPointSnapshot> points = new ArrayList<>();
        for (GrpcMethod method : methods) {
            Labels labels = labels(method);
            for (int code = 0; code < CODES.length; code++) {
                points.add(point(method.ended()[code], labels.add("grpc_code", CODES[code])));
            }
        }
        return new CounterSnapshot(HANDLED, points);
    }

    private static Labels labels(GrpcMethod method) {
        String type = method.type().name().toLowerCase(Locale.ROOT);
        return Labels.of("grpc_method", method.name(), "grpc_service", method.service(), "grpc_type", type);
    }

    private static CounterDataPointSnapshot point(long count, Labels labels) {
        return new CounterDataPointSnapshot(count, labels, null, 0);
    }
}
