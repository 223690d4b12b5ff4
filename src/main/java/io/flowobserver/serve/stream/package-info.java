// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The streams of flows and events that gRPC and HTTP clients read: the query, the search in the ring, and the loop that
 * gives each stream of an event loop its turn.
 */
@NullMarked
package io.flowobserver.serve.stream;

import org.jspecify.annotations.NullMarked;
