// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import io.flowobserver.proto.observer.GetFlowsResponse;

/** Writes one answer of GetFlows as one line, without its end. Not thread-safe. */
interface FlowPrinter {
    void append(StringBuilder out, GetFlowsResponse response);
}
