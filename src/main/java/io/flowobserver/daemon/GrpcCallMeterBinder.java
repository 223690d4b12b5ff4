// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.metrics.expose.GrpcCalls;
import io.flowobserver.metrics.expose.GrpcMethod;
import io.flowobserver.serve.grpc.CallCounts;
import io.flowobserver.serve.grpc.MethodCallCounts;
import io.grpc.Status;
import java.util.Arrays;

/** Converts the server's counts of gRPC calls for the metrics. */
final class GrpcCallMeterBinder {
    private static final Status.Code[] CODES = Status.Code.values();

    private GrpcCallMeterBinder() {}

    static GrpcCalls of(CallCounts calls) {
        return new GrpcCalls(
                () -> calls.methods().stream().map(GrpcCallMeterBinder::figures).toList());
    }

    private static GrpcMethod figures(MethodCallCounts calls) {
        long[] ended = Arrays.stream(CODES).mapToLong(calls::ended).toArray();
        return new GrpcMethod(
                type(calls), calls.service(), calls.method(), calls.started(), calls.received(), calls.sent(), ended);
    }

    private static GrpcMethod.Type type(MethodCallCounts calls) {
        if (calls.isClientStreaming()) {
            return calls.isServerStreaming() ? GrpcMethod.Type.BIDI_STREAM : GrpcMethod.Type.CLIENT_STREAM;
        }
        return calls.isServerStreaming() ? GrpcMethod.Type.SERVER_STREAM : GrpcMethod.Type.UNARY;
    }
}
