// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** What filters share: how predicates are combined, and what they ask of either side of a flow. */
@NullMarked
package io.flowobserver.filter.predicate;

import org.jspecify.annotations.NullMarked;
