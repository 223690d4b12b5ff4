// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** CEL expressions as filters. They are compiled once, limited in cost, and evaluated on the row. */
@NullMarked
package io.flowobserver.filter.cel;

import org.jspecify.annotations.NullMarked;
