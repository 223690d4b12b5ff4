// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Which flows somebody wants: {@code flow.FlowFilter} messages compiled into predicates on the row.
 *
 * <p>Compiled once per request, asked once per flow and reader, on the reader's thread. Predicates are immutable, allocate
 * nothing for what stands in the row's columns, and never fail.
 */
@NullMarked
package io.flowobserver.filter;

import org.jspecify.annotations.NullMarked;
