// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Listeners: addresses, sockets, protocol detection on the first bytes of a connection, TLS handshakes, limits, and what a
 * client is told when it is refused. Nothing here knows which services are served.
 */
@NullMarked
package io.flowobserver.serve.listen;

import org.jspecify.annotations.NullMarked;
