// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * One class for each filter of the API: it reads the values of its field in {@code flow.FlowFilter} and becomes a predicate
 * on the row.
 */
@NullMarked
package io.flowobserver.filter.field;

import org.jspecify.annotations.NullMarked;
