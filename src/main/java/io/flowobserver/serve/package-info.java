// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * What clients talk to: listeners that tell protocols apart by their first bytes, and the gRPC services behind them.
 *
 * <p>Comes in: requests, and rows of the ring. Goes out: messages of the Observer API. Everything of one connection runs
 * on that connection's event loop, streams in slices; a client that does not read is held back by flow control, keeps no
 * queue, and is told how many flows the ring overwrote meanwhile.
 */
@NullMarked
package io.flowobserver.serve;

import org.jspecify.annotations.NullMarked;
