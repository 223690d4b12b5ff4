// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The numbers of the notes to which losses are still added: at most one note for each source and CPU, and for a limited
 * number of CPUs. Used by the thread that writes the ledger only.
 */
final class OpenNotes {
    /** The result of {@link #number} if there is no open note. */
    static final long NONE = -1;

    private final int maxCpus;
    private final Map<Long, Long> numbers = new HashMap<>();
    private final int[] cpus = new int[LossNote.SOURCES];

    /**
     * @param maxCpus how many CPUs of one source can have an open note
     */
    OpenNotes(int maxCpus) {
        this.maxCpus = maxCpus;
    }

    /** Returns the loss, without its CPU if too many other CPUs of its source have an open note. */
    LossNote limited(LossNote loss) {
        boolean fits = !loss.hasCpu() || cpus[loss.source()] < maxCpus || numbers.containsKey(key(loss));
        return fits ? loss : loss.withoutCpu();
    }

    /** Returns the number of the open note for this source and CPU, or {@link #NONE}. */
    long number(LossNote note) {
        return numbers.getOrDefault(key(note), NONE);
    }

    /** Adds a note. It replaces the one for the same source and CPU. */
    void add(LossNote note, long number) {
        if (numbers.put(key(note), number) == null && note.hasCpu()) {
            cpus[note.source()]++;
        }
    }

    /** Removes a note, if it is still open. */
    void remove(LossNote note, long number) {
        if (numbers.remove(key(note), number) && note.hasCpu()) {
            cpus[note.source()]--;
        }
    }

    void clear() {
        numbers.clear();
        Arrays.fill(cpus, 0);
    }

    private static long key(LossNote note) {
        return (long) note.source() << Integer.SIZE | Integer.toUnsignedLong(note.cpu());
    }
}
