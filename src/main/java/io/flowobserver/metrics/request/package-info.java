// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The metrics that the operator configured: the {@code --metric} flags, and the YAML file of
 * {@code --dynamic-metrics-config-path}.
 */
@NullMarked
package io.flowobserver.metrics.request;

import org.jspecify.annotations.NullMarked;
