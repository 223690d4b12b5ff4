// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Files that may change while the daemon runs: how a change is noticed, and when the files are read again. */
@NullMarked
package io.flowobserver.file;

import org.jspecify.annotations.NullMarked;
