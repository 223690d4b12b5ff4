// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Commands that run the daemon or work on this machine ({@code serve}, {@code record}, {@code detach}), their flags, and
 * where a flag's value comes from: command line, environment, file.
 */
@NullMarked
package io.flowobserver.cli.serve;

import org.jspecify.annotations.NullMarked;
