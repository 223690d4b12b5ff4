// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.flowobserver.serve.listen.ConnectionLimits;

/**
 * What a server needs to know besides what it serves.
 *
 * @param access where it listens
 * @param nodeName name of this node in responses, {@code node} or {@code cluster/node}
 * @param version semantic version of the observer, without a leading v
 * @param limits for each listener
 */
public record ServerOptions(BindOptions access, String nodeName, String version, ConnectionLimits limits) {}
