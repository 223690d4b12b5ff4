// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The most recent data in memory: a ring of flows with any number of readers, small rings for events that are not
 * flows, and a ledger of lost events.
 *
 * <p>The ingest thread writes and never waits. A reader that is too slow finds out how many flows it missed. Loss notes
 * are not stored in the flow ring, so they do not displace flows.
 */
@NullMarked
package io.flowobserver.ring;

import org.jspecify.annotations.NullMarked;
