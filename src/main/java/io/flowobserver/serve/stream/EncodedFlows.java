// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.flow.wire.FlowMask;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the newest encoded responses of an event loop. Streams that read the same flows a little later use it:
 * followers that wake up together, and clients that read the whole ring at the same time. Allocates its memory for the
 * first response. Only its event loop uses it.
 */
final class EncodedFlows {
    static final int ANSWERS = 2_048;
    static final int BYTES = 512 << 10;
    /** The limit for one response, in bytes. Longer ones are not cached. */
    static final int LONGEST = BYTES / 16;

    private static final int PLACE = ANSWERS - 1;
    private static final long NONE = -1;

    private byte[] bytes = {};
    /** The position of the next response. It grows continuously; the index in the buffer is its remainder. */
    private long end;

    private final long[] sequences = new long[ANSWERS];
    private final long[] starts = new long[ANSWERS];
    private final int[] lengths = new int[ANSWERS];
    private final @Nullable FlowMask[] masks = new FlowMask[ANSWERS];

    EncodedFlows() {
        Arrays.fill(sequences, NONE);
    }

    /**
     * Fills a message with the cached response for a flow and a mask. Returns false if it is not, or no longer, cached.
     */
    boolean load(long sequence, @Nullable FlowMask mask, ResponseMessage into) {
        int place = (int) sequence & PLACE;
        if (sequences[place] != sequence || end - starts[place] > BYTES || !Objects.equals(masks[place], mask)) {
            return false;
        }
        into.set(bytes, (int) (starts[place] % BYTES), lengths[place]);
        return true;
    }

    /** Caches the response for a flow and a mask, in place of the oldest. */
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
