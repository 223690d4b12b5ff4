// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The sources of samples: the observer's own eBPF programs, or a recorded capture. The recorder, which writes captures,
 * belongs to this package too.
 *
 * <p>A source passes each sample and the time of its event to an {@link io.flowobserver.source.EventSink}, on the
 * thread that polls the source. Every lost sample is reported as a loss. Unless documented otherwise, only the polling
 * thread uses the classes of this package.
 */
@NullMarked
package io.flowobserver.source;

import org.jspecify.annotations.NullMarked;
