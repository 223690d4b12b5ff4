// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Context labels: which labels of the source and the destination a metric shows, and the small number that stands for a
 * combination of their values.
 */
@NullMarked
package io.flowobserver.metrics.context;

import org.jspecify.annotations.NullMarked;
