// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Who is at the other end of a connection, and how many connections one client may have. */
@NullMarked
package io.flowobserver.serve.client;

import org.jspecify.annotations.NullMarked;
