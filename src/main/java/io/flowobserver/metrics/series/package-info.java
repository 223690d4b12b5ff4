// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Storage for the series of a metric family: counters and histograms with a limit on how many series there may be. The ingest
 * thread writes, any thread reads.
 */
@NullMarked
package io.flowobserver.metrics.series;

import org.jspecify.annotations.NullMarked;
