// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The values of filters: address blocks, label selectors, name patterns and regular expressions, and the limits on what
 * the filters of one request may cost.
 */
@NullMarked
package io.flowobserver.filter.pattern;

import org.jspecify.annotations.NullMarked;
