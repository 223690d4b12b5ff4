// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** The flow metrics: each class counts the flows of one metric. Only the ingest thread calls them. */
@NullMarked
package io.flowobserver.metrics.handler;

import org.jspecify.annotations.NullMarked;
