// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.Layer7;
import io.flowobserver.flow.row.Directions;
import io.flowobserver.flow.row.FlowView;
import org.jspecify.annotations.Nullable;

/** Properties of the proxy that reports a request. */
final class ProxyReporter {
    private static final double NANOS_PER_SECOND = 1e9;

    private ProxyReporter() {}

    /** Returns whether the proxy is at the client, where requests are egress traffic, or at the server. */
    static String of(FlowView row) {
        return switch (row.direction()) {
            case Directions.EGRESS -> "client";
            case Directions.INGRESS -> "server";
            default -> "unknown";
        };
    }

    /** Returns the number of the {@code flow.L7FlowType}. */
    static int type(@Nullable Detail detail) {
        Layer7 layer7 = detail == null ? null : detail.layer7();
        return layer7 == null ? Layer7.UNKNOWN : layer7.type();
    }

    /** Returns the latency in seconds, or 0 if it is unknown. */
    static double seconds(@Nullable Detail detail) {
        Layer7 layer7 = detail == null ? null : detail.layer7();
        return layer7 == null ? 0 : layer7.latencyNanos() / NANOS_PER_SECOND;
    }
}
