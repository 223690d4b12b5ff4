// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Creates and connects the parts of the daemon. It starts them so that requests are served before events arrive, and
 * stops them in reverse order.
 */
@NullMarked
package io.flowobserver.daemon;

import org.jspecify.annotations.NullMarked;
