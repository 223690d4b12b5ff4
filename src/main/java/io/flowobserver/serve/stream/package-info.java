// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Streams of flows and events that clients read: the query, the search in the ring, and the loop that gives each stream of
 * an event loop its turn. Both gRPC and HTTP use them.
 */
@NullMarked
package io.flowobserver.serve.stream;

import org.jspecify.annotations.NullMarked;
