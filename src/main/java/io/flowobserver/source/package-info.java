// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Where samples come from: our own eBPF programs or a recorded capture; and the tap that records one.
 *
 * <p>A source hands each sample to an {@link io.flowobserver.source.EventSink} on the thread that polls it, with the
 * time at which it happened. Samples that could not be had are told as losses, never left out in silence. Everything
 * here belongs to the polling thread.
 */
@NullMarked
package io.flowobserver.source;

import org.jspecify.annotations.NullMarked;
