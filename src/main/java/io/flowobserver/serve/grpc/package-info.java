// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** The gRPC services and their calls: how requests are read, how responses are written, and how calls are counted. */
@NullMarked
package io.flowobserver.serve.grpc;

import org.jspecify.annotations.NullMarked;
