// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.flowobserver.serve.listen.BindOptions;
import java.time.Duration;

/**
 * What a server needs to know besides what it serves.
 *
 * @param access where clients come in
 * @param nodeName name of this node as it stands in answers, {@code node} or {@code cluster/node}
 * @param version semantic version of the observer, without a leading v
 * @param handshakeTimeout after which a connection that has not said what it wants is closed
 * @param responseBundling whether a gRPC stream may hand several responses to gRPC together
 */
public record ServerOptions(
        BindOptions access, String nodeName, String version, Duration handshakeTimeout, boolean responseBundling) {
    /** The handshake timeout to use unless there is a reason for another. */
    public static final Duration DEFAULT_HANDSHAKE_TIMEOUT = Duration.ofSeconds(20);
}
