// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * What is counted and how it is shown to Prometheus. Comes in: each flow, on the ingest thread, as a row in place, and
 * figures of the daemon through suppliers. Goes out: {@code /metrics} over HTTP.
 *
 * <p>The ingest thread counts into plain cells and never waits or allocates for a flow whose labels it has seen; a
 * scrape reads the cells as they are. Series and remembered peers are bounded; what does not fit is counted as refused.
 */
@NullMarked
package io.flowobserver.metrics;

import org.jspecify.annotations.NullMarked;
