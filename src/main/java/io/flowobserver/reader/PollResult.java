// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

/** Why a cursor returned. */
public enum PollResult {
    /** The time slice is used up. Call it again when others have had their turn. */
    MORE,
    /** The handler could not take more. Call it again when the handler can. */
    PAUSED,
    /** All rows were read. Call it again when there are new ones; loss notes may come without rows. */
    CAUGHT_UP,
    /** The query is answered. */
    ENDED
}
