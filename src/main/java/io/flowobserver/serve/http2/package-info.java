// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Limits of HTTP/2 connections that neither gRPC nor Netty has: calls of the node and of a connection, DATA frames without
 * use, responses that nobody reads. A limit that ends a call or a connection counts and logs it in {@code RejectedCalls}.
 */
@NullMarked
package io.flowobserver.serve.http2;

import org.jspecify.annotations.NullMarked;
