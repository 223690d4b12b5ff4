// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** What the daemon tells of itself: the first lines of the log, and its part of the node's status. */
@NullMarked
package io.flowobserver.daemon.report;

import org.jspecify.annotations.NullMarked;
