// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The road itself: poll, decode, attribute, publish. One thread, the ingest thread, does all of it and owns every row
 * until it is published; it waits for nobody but the source.
 *
 * <p>What cannot become a flow is counted by reason; {@code received = flows + agent and debug events + malformed +
 * skipped + not decoded}.
 */
@NullMarked
package io.flowobserver.pipeline;

import org.jspecify.annotations.NullMarked;
