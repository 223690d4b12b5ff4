// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Wires the parts by hand, starts them from right to left (answers are served before events come in), and stops them
 * in reverse order.
 */
@NullMarked
package io.flowobserver.daemon;

import org.jspecify.annotations.NullMarked;
