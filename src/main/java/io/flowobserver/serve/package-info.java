// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The server: listeners that detect the protocol from the first bytes of a connection, the services of gRPC and HTTP,
 * and the listener for metrics.
 *
 * <p>Input: requests, and what {@code reader} reads from the rings. Output: messages of the Observer API. Everything of
 * a connection runs on its event loop; streams run in time slices. Flow control slows a stream down to the speed of its
 * client, so nothing is queued for a slow client. The client gets the number of flows that the ring overwrote meanwhile.
 */
@NullMarked
package io.flowobserver.serve;

import org.jspecify.annotations.NullMarked;
