// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** The names that the inventory and the flows in the ring know, and which of them is like a name that nobody knows. */
@NullMarked
package io.flowobserver.names;

import org.jspecify.annotations.NullMarked;
