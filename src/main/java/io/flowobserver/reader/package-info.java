// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * How the rings are read: which flows or events a reader asks for, where they begin in the ring, and what it missed.
 *
 * <p>Input: a query. Output: rows in order with loss notes between them, to a handler, a time slice at a time. A cursor
 * never waits and belongs to the thread that polls it. Nothing here knows event loops, gRPC or HTTP, so anything can
 * read the rings in the same way. Each reader has an entry in {@link io.flowobserver.reader.registry.Readers}.
 */
@NullMarked
package io.flowobserver.reader;

import org.jspecify.annotations.NullMarked;
