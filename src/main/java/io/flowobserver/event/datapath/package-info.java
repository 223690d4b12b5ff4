// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Flyweights over the events that the kernel side writes: traces, drops, policy verdicts, debug messages and captures.
 */
@NullMarked
package io.flowobserver.event.datapath;

import org.jspecify.annotations.NullMarked;
