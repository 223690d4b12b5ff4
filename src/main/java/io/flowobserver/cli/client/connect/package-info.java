// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** How a client reaches its server: TLS, password, time limits, port forwarding, and what the environment sets. */
@NullMarked
package io.flowobserver.cli.client.connect;

import org.jspecify.annotations.NullMarked;
