// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.connect;

import org.jspecify.annotations.Nullable;

/**
 * How a server is called.
 *
 * @param tls what encrypts the connection; null if it is not encrypted
 * @param authorization the value of the header {@code authorization}; null for none
 */
public record Access(@Nullable TlsSetup tls, @Nullable String authorization, Timeouts timeouts) {
    /** Without TLS, and as nobody in particular. */
    public static final Access PLAIN = new Access(null, null, Timeouts.DEFAULT);

    /** Does not show the password. */
    @Override
    public String toString() {
        return tls == null ? "without TLS" : "with TLS";
    }
}
