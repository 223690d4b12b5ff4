// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** The settings of the client commands: their keys, the files and variables that have them, and {@code config}. */
@NullMarked
package io.flowobserver.cli.settings;

import org.jspecify.annotations.NullMarked;
