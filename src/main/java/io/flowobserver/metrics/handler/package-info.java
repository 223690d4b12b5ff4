// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** The flow metrics: one class counts one metric. The ingest thread calls them for each flow. */
@NullMarked
package io.flowobserver.metrics.handler;

import org.jspecify.annotations.NullMarked;
