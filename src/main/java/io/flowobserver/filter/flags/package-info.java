// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Filters as people write them, on the command line or in a URL: names, values, times, and what they make of a request.
 */
@NullMarked
package io.flowobserver.filter.flags;

import org.jspecify.annotations.NullMarked;
