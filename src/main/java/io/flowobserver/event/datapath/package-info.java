// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Flyweights for the events of Cilium's datapath: traces, drops, policy verdicts, socket events, debug messages and
 * debug captures.
 */
@NullMarked
package io.flowobserver.event.datapath;

import org.jspecify.annotations.NullMarked;
