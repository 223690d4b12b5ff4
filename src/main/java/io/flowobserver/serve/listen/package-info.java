// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Listeners: addresses, sockets, protocol detection by the first bytes of a connection, TLS handshakes, limits, and the
 * replies to clients that are rejected. The services and pages that a listener serves are given to it.
 */
@NullMarked
package io.flowobserver.serve.listen;

import org.jspecify.annotations.NullMarked;
