// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Flow metrics and metrics of the daemon, for Prometheus. Input: each flow as a row, on the ingest thread, and numbers
 * of the daemon through suppliers. Output: {@code /metrics} over HTTP.
 *
 * <p>The ingest thread counts into plain cells. It never waits, and it allocates nothing for a flow whose labels it has
 * seen before. A scrape reads the cells without a lock. The number of series and of remembered endpoints is limited;
 * flows above the limit are counted as refused.
 */
@NullMarked
package io.flowobserver.metrics;

import org.jspecify.annotations.NullMarked;
