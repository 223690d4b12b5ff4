// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Flow filters: {@code flow.FlowFilter} messages are compiled into predicates on the row.
 *
 * <p>A request compiles its filters once. Each reader then tests each flow once, on the reader's thread. Predicates are
 * immutable, never fail, and allocate nothing when they read only columns of the row.
 */
@NullMarked
package io.flowobserver.filter;

import org.jspecify.annotations.NullMarked;
