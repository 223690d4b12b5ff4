// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The values that filters are written with: address blocks, label selectors, name patterns and regular expressions, with
 * the limits on what one request may cost.
 */
@NullMarked
package io.flowobserver.filter.pattern;

import org.jspecify.annotations.NullMarked;
