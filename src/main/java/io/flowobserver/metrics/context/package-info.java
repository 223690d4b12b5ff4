// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Context labels: the labels for source and destination that a metric shows. Each combination of their values has a
 * small number.
 */
@NullMarked
package io.flowobserver.metrics.context;

import org.jspecify.annotations.NullMarked;
