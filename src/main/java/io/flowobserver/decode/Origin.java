// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.event.datapath.TraceSockNotify;
import io.flowobserver.flow.row.Generation;

/**
 * Where an event comes from. It decides by which rules the event is decoded. Captures keep the number of the origin
 * ({@link #number}), so that a replay decodes as the live source did.
 */
public enum Origin {
    /** Our own programs. */
    OWN(SampleOrigin.OWN, Generation.V1_21),
    OLD(2, Generation.OLD),
    V1_19(3, Generation.V1_19),
    V1_20(4, Generation.V1_20),
    V1_21(5, Generation.V1_21),
    /** A Cilium of 1.19 or later whose release is not known, or an older one: socket events tell which layout they have. */
    CILIUM(6, Generation.V1_19);

    private static final Origin[] ALL = values();

    private final int number;
    private final Generation generation;

    Origin(int number, Generation generation) {
        this.number = number;
        this.generation = generation;
    }

    /** Returns the number in captures, 1 to 6. */
    public int number() {
        return number;
    }

    /** Returns the generation whose rules apply. */
    public Generation generation() {
        return generation;
    }

    /**
     * Returns the origin with a number.
     *
     * @param unknown is returned for {@link SampleOrigin#UNKNOWN} and for numbers that no origin has
     */
    public static Origin of(int number, Origin unknown) {
        return number > SampleOrigin.UNKNOWN && number <= ALL.length ? ALL[number - 1] : unknown;
    }

    /** Returns the origin that stands for a generation of Cilium. */
    public static Origin of(Generation generation) {
        return switch (generation) {
            case OLD -> OLD;
            case V1_19 -> V1_19;
            case V1_20 -> V1_20;
            case V1_21 -> V1_21;
        };
    }

    boolean alignsSocketEvents(EventBytes bytes) {
        return this == CILIUM ? TraceSockNotify.looksAligned(bytes) : generation.isAtLeast(Generation.V1_19);
    }
}
