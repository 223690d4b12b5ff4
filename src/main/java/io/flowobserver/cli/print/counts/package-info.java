// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Packets and bytes of flows, and what is told of their connections, for people. */
@NullMarked
package io.flowobserver.cli.print.counts;

import org.jspecify.annotations.NullMarked;
