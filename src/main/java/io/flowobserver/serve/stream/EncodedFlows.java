// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.flow.wire.FlowMask;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The newest answers of an event loop, for streams that come to the same flows a little later: followers that wake up
 * together, and clients that dump the ring at the same time. Takes its memory when a first answer is kept. Used by its
 * event loop only.
 */
final class EncodedFlows {
    static final int ANSWERS = 2_048;
    static final int BYTES = 512 << 10;
    /** Longer ones are not worth the room. */
    static final int LONGEST = BYTES / 16;

    private static final int PLACE = ANSWERS - 1;
    private static final long NONE = -1;

    private byte[] bytes = {};
    /** Where the next answer goes, counting on through all rounds. */
    private long end;

    private final long[] sequences = new long[ANSWERS];
    private final long[] starts = new long[ANSWERS];
    private final int[] lengths = new int[ANSWERS];
    private final @Nullable FlowMask[] masks = new FlowMask[ANSWERS];

    EncodedFlows() {
        Arrays.fill(sequences, NONE);
    }

    /** Makes a message the answer that was kept for a flow and a mask; false if there is none, or not any more. */
    boolean load(long sequence, @Nullable FlowMask mask, ResponseMessage into) {
        int place = (int) sequence & PLACE;
        if (sequences[place] != sequence || end - starts[place] > BYTES || !Objects.equals(masks[place], mask)) {
            return false;
        }
        into.set(bytes, (int) (starts[place] % BYTES), lengths[place]);
        return true;
    }

    /** Keeps the answer for a flow and a mask, over the oldest. */
    void keep(long sequence, @Nullable FlowMask mask, ResponseMessage answer) {
        int length = answer.length();
        if (length > LONGEST) {
            return;
        }
        if (bytes.length == 0) {
            bytes = new byte[BYTES];
        }
        int at = (int) (end % BYTES);
        if (at + length > BYTES) {
            end += BYTES - at;
            at = 0;
        }
        answer.copyTo(bytes, at);
        int place = (int) sequence & PLACE;
        sequences[place] = sequence;
        starts[place] = end;
        lengths[place] = length;
        masks[place] = mask;
        end += length;
    }
}
