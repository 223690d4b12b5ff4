// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The streams of flows and events that gRPC and HTTP clients read: validation of requests, the loop that gives each
 * stream of an event loop its turn, and the encoding of what its cursor reads.
 */
@NullMarked
package io.flowobserver.serve.stream;

import org.jspecify.annotations.NullMarked;
