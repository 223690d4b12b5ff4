// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.flowobserver.flow.row.Generation;
import io.flowobserver.serve.client.ConnectionLimits;

/**
 * The options of a server.
 *
 * @param access the addresses of the listeners, and how clients connect to them
 * @param nodeName the name of this node in responses, {@code node} or {@code cluster/node}
 * @param version the semantic version of the observer, without a leading v
 * @param limits the limits of each listener
 * @param responseBundling whether a gRPC stream may pass several responses to gRPC at once
 * @param generation decides which filters exist, where releases of Cilium contradict each other
 */
public record ServerOptions(
        BindOptions access,
        String nodeName,
        String version,
        ConnectionLimits limits,
        boolean responseBundling,
        Generation generation) {}
