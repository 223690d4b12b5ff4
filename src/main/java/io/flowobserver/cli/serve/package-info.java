// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Commands that run the daemon or work on this machine ({@code serve}, {@code record}, {@code detach}), and their
 * flags. The value of a flag comes from the command line, the environment or a file.
 */
@NullMarked
package io.flowobserver.cli.serve;

import org.jspecify.annotations.NullMarked;
