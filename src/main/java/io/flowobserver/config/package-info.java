// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The configuration: the values of flags become records here, are validated once, and are passed to the other packages.
 * No other package reads flags or environment variables.
 */
@NullMarked
package io.flowobserver.config;

import org.jspecify.annotations.NullMarked;
