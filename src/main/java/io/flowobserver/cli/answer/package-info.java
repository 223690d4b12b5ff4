// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** What is said about an answer as a whole: its summary, what was lost, and why it is empty. */
@NullMarked
package io.flowobserver.cli.answer;

import org.jspecify.annotations.NullMarked;
