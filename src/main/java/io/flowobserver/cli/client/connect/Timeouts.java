// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.connect;

import java.time.Duration;

/**
 * How long a client waits.
 *
 * @param connect for a connection
 * @param request for the response of a call that has one; a stream may take longer
 */
public record Timeouts(Duration connect, Duration request) {
    /** The defaults of the hubble CLI. */
    public static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(12));
}
