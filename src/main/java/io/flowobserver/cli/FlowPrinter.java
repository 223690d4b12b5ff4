// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import io.flowobserver.proto.observer.GetFlowsResponse;

/** Writes answers of GetFlows as lines, without the last one's end. Not thread-safe. */
interface FlowPrinter {
    /** Appends what can be written now, nothing if that is nothing. */
    void append(StringBuilder out, GetFlowsResponse response);

    /** Appends what is left when no more answers come. */
    default void finish(StringBuilder out) {}
}
