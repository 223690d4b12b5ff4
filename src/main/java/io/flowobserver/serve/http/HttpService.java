// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import com.google.protobuf.util.JsonFormat;
import io.flowobserver.proto.status.NodeStatus;
import io.flowobserver.serve.stream.StreamLoops;
import io.flowobserver.serve.stream.StreamRequests;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What is served by HTTP/1.1. Any thread.
 *
 * @param status made anew for each that asks
 * @param healthy whether no thread of the process is down
 */
public record HttpService(
        StreamRequests requests, StreamLoops loops, Supplier<NodeStatus> status, BooleanSupplier healthy) {
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().preservingProtoFieldNames().alwaysPrintFieldsWithNoPresence();

    /** The status as JSON for people. */
    String page() {
        try {
            return PRINTER.print(status.get()) + "\n";
        } catch (IOException impossible) {
            throw new IllegalStateException("a status without Any has a JSON form", impossible);
        }
    }

    boolean isReady() {
        return status.get().getReady();
    }
}
