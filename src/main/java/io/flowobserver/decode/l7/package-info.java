// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Access-log records become rows: the summary, latency, trace context, and the redaction of what must not be shown.
 */
@NullMarked
package io.flowobserver.decode.l7;

import org.jspecify.annotations.NullMarked;
