// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Storage for the series of a metric family: counters and histograms with a limit on the number of series. The ingest
 * thread writes; any thread may read.
 */
@NullMarked
package io.flowobserver.metrics.series;

import org.jspecify.annotations.NullMarked;
