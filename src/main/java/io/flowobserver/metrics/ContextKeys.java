// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.flowobserver.flow.FlowFlags;
import io.flowobserver.flow.FlowView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers a number for whatever of a flow decides its context labels: who the endpoints and names are (as objects,
 * which are immutable and shared), addresses, direction; only what the labels depend on is looked at.
 *
 * <p>Open addressing, bounded: when it would outgrow {@link #MAX_ENTRIES} it starts anew. For the ingest thread alone.
 */
final class ContextKeys {
    /** No number is remembered. */
    static final int NONE = -2;

    static final int MAX_ENTRIES = 1 << 14;

    private static final int FIRST_SLOTS = 64;
    private static final int REFERENCES = 4;
    private static final int NUMBERS = 5;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final boolean[] usesReference;
    private final boolean usesSourceAddress;
    private final boolean usesDestinationAddress;
    private final boolean usesDirection;

    private final @Nullable Object[] reference = new Object[REFERENCES];
    private final long[] number = new long[NUMBERS];
    private @Nullable Object[] references = new Object[0];
    private long[] numbers = new long[0];
    private int[] values = new int[0];
    private int mask;
    private int entries;
    private int lastSlot;

    ContextKeys(ContextOptions options) {
        usesReference = new boolean[] {
            options.usesEndpoint(Side.SOURCE),
            options.usesEndpoint(Side.DESTINATION),
            options.usesNames(Side.SOURCE),
            options.usesNames(Side.DESTINATION)
        };
        usesSourceAddress = options.usesAddress(Side.SOURCE);
        usesDestinationAddress = options.usesAddress(Side.DESTINATION);
        usesDirection = options.usesDirection();
        clear(FIRST_SLOTS);
    }

    /** The number of flows like this one, or {@link #NONE}. */
    int get(FlowView row) {
        load(row);
        // Several metrics ask for the same flow, and flows come in runs.
        if (values[lastSlot] != NONE && isAt(lastSlot)) {
            return values[lastSlot];
        }
        lastSlot = slot();
        return values[lastSlot];
    }

    /** Remembers a number, not {@link #NONE}, for flows like the one last asked for. */
    void put(int value) {
        if (2 * (entries + 1) > values.length) {
            grow();
        }
        int slot = slot();
        System.arraycopy(reference, 0, references, slot * REFERENCES, REFERENCES);
        System.arraycopy(number, 0, numbers, slot * NUMBERS, NUMBERS);
        values[slot] = value;
        lastSlot = slot;
        entries++;
    }

    int entries() {
        return entries;
    }

    private void load(FlowView row) {
        reference[0] = usesReference[0] ? row.source() : null;
        reference[1] = usesReference[1] ? row.destination() : null;
        reference[2] = usesReference[2] ? row.sourceNames() : null;
        reference[3] = usesReference[3] ? row.destinationNames() : null;
        long state = usesDirection ? row.direction() : 0;
        if (usesSourceAddress && row.has(FlowFlags.SOURCE_ADDRESS)) {
            number[0] = row.sourceAddressHigh();
            number[1] = row.sourceAddressLow();
            state |= FlowFlags.SOURCE_ADDRESS;
        } else {
            number[0] = 0;
            number[1] = 0;
        }
        if (usesDestinationAddress && row.has(FlowFlags.DESTINATION_ADDRESS)) {
            number[2] = row.destinationAddressHigh();
            number[3] = row.destinationAddressLow();
            state |= FlowFlags.DESTINATION_ADDRESS;
        } else {
            number[2] = 0;
            number[3] = 0;
        }
        number[4] = state;
    }

    private int slot() {
        int slot = (int) (hash() >>> 32) & mask;
        while (values[slot] != NONE && !isAt(slot)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean isAt(int slot) {
        for (int i = 0; i < REFERENCES; i++) {
            if (references[slot * REFERENCES + i] != reference[i]) {
                return false;
            }
        }
        for (int i = 0; i < NUMBERS; i++) {
            if (numbers[slot * NUMBERS + i] != number[i]) {
                return false;
            }
        }
        return true;
    }

    private long hash() {
        long hash = 0;
        for (int i = 0; i < REFERENCES; i++) {
            hash = (hash + System.identityHashCode(reference[i])) * SPREAD;
        }
        for (int i = 0; i < NUMBERS; i++) {
            hash = ((hash ^ hash >>> 32) + number[i]) * SPREAD;
        }
        return hash;
    }

    private void grow() {
        @Nullable Object[] oldReferences = references;
        long[] oldNumbers = numbers;
        int[] oldValues = values;
        if (entries == MAX_ENTRIES) {
            clear(values.length);
            return;
        }
        @Nullable Object[] asked = reference.clone();
        long[] askedNumbers = number.clone();
        clear(2 * oldValues.length);
        for (int old = 0; old < oldValues.length; old++) {
            if (oldValues[old] != NONE) {
                System.arraycopy(oldReferences, old * REFERENCES, reference, 0, REFERENCES);
                System.arraycopy(oldNumbers, old * NUMBERS, number, 0, NUMBERS);
                put(oldValues[old]);
            }
        }
        System.arraycopy(asked, 0, reference, 0, REFERENCES);
        System.arraycopy(askedNumbers, 0, number, 0, NUMBERS);
    }

    private void clear(int slots) {
        references = new Object[slots * REFERENCES];
        numbers = new long[slots * NUMBERS];
        values = new int[slots];
        Arrays.fill(values, NONE);
        mask = slots - 1;
        entries = 0;
        lastSlot = 0;
    }
}
