// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Decodes access log records into rows: application records, summaries, latency and trace context. It also redacts
 * sensitive values.
 */
@NullMarked
package io.flowobserver.decode.l7;

import org.jspecify.annotations.NullMarked;
