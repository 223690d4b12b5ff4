// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * What happened of late, in memory: the ring of flows with any number of readers, and beside it the ledger of what was
 * lost and small rings of events that are no flows.
 *
 * <p>The ingest thread writes and never waits; a reader that is too slow is told how much it missed. Loss notes are not
 * kept in the ring, so that they evict nothing.
 */
@NullMarked
package io.flowobserver.ring;

import org.jspecify.annotations.NullMarked;
