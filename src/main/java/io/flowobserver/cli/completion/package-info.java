// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Completion scripts for shells, made of what the command line knows of itself. */
@NullMarked
package io.flowobserver.cli.completion;

import org.jspecify.annotations.NullMarked;
