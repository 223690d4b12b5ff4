// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Code that the filters share: how predicates are combined, and how both sides of a flow are read. */
@NullMarked
package io.flowobserver.filter.predicate;

import org.jspecify.annotations.NullMarked;
