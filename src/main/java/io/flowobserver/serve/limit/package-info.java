// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * What clients may take of a server once they are connected: open calls, memory for requests, time to read responses. A
 * limit that refuses or ends a call or a connection counts and logs it in {@code RejectedCalls}.
 *
 * <p>{@code GuardedConnection} puts an HTTP/2 connection under limits that neither gRPC nor Netty has.
 */
@NullMarked
package io.flowobserver.serve.limit;

import org.jspecify.annotations.NullMarked;
