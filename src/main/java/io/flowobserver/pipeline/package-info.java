// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Runs the path of an event: poll, decode, attribute, publish. The ingest thread runs all these steps and owns each row
 * until it is published. It waits only for the sources. Of several sources, those whose reading may block have threads of
 * their own, which hand the events over through bounded queues.
 *
 * <p>Each event that does not become a flow is counted by reason:
 * {@code received = flows + agent and debug events + malformed + skipped + not decoded}. This holds for each source.
 */
@NullMarked
package io.flowobserver.pipeline;

import org.jspecify.annotations.NullMarked;
