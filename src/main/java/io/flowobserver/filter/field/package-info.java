// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * One class for each filter of the API. Its {@code add} method reads the values of its fields in
 * {@code flow.FlowFilter} and adds predicates on the row, or throws a {@code FilterException} if a value is invalid.
 */
@NullMarked
package io.flowobserver.filter.field;

import org.jspecify.annotations.NullMarked;
