// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Filters as users write them, on the command line or in a URL: names, values and times, and how they fill a request.
 */
@NullMarked
package io.flowobserver.filter.flags;

import org.jspecify.annotations.NullMarked;
