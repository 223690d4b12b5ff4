// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The terminal: standard streams, colors, tables, text that is safe to print, errors for the user, and interruption.
 */
@NullMarked
package io.flowobserver.cli.console;

import org.jspecify.annotations.NullMarked;
