// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/** The answers of a gRPC call. */
record CallSink(ServerCall<?, ResponseMessage> call) implements FlowSink {
    @Override
    public boolean isReady() {
        return call.isReady();
    }

    @Override
    public void send(ResponseMessage message) {
        call.sendMessage(message);
    }

    @Override
    public void close(Status status) {
        call.close(status, new Metadata());
    }
}
