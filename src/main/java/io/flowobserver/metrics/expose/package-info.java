// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** The data of a scrape: the registry, the page in text or OpenMetrics format, and the metrics of the daemon itself. */
@NullMarked
package io.flowobserver.metrics.expose;

import org.jspecify.annotations.NullMarked;
