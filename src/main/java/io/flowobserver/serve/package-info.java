// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * What clients talk to: listeners that detect the protocol by the first bytes of a connection, the gRPC services and the
 * pages of HTTP/1.1 that they serve, and the listener of metrics.
 *
 * <p>Comes in: requests, and rows of the ring. Goes out: messages of the Observer API. Everything of one connection runs
 * on that connection's event loop, streams in slices; a client that does not read is held back by flow control, keeps no
 * queue, and is told how many flows the ring overwrote meanwhile.
 */
@NullMarked
package io.flowobserver.serve;

import org.jspecify.annotations.NullMarked;
