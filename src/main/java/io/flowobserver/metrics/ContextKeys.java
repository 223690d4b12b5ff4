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
    /** How many of the references and numbers are ever anything but null and 0. */
    private final int referenceCount;

    private final int numberCount;

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
        referenceCount = usesReference[2] || usesReference[3] ? REFERENCES : 2;
        numberCount = usesSourceAddress || usesDestinationAddress || usesDirection ? NUMBERS : 0;
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
        if (referenceCount > 2) {
            reference[2] = usesReference[2] ? row.sourceNames() : null;
            reference[3] = usesReference[3] ? row.destinationNames() : null;
        }
        if (numberCount > 0) {
            loadNumbers(row);
        }
    }

    private void loadNumbers(FlowView row) {
        boolean source = usesSourceAddress && row.has(FlowFlags.SOURCE_ADDRESS);
        boolean destination = usesDestinationAddress && row.has(FlowFlags.DESTINATION_ADDRESS);
        number[0] = source ? row.sourceAddressHigh() : 0;
        number[1] = source ? row.sourceAddressLow() : 0;
        number[2] = destination ? row.destinationAddressHigh() : 0;
        number[3] = destination ? row.destinationAddressLow() : 0;
        number[4] = (usesDirection ? row.direction() : 0)
                | (source ? FlowFlags.SOURCE_ADDRESS : 0)
                | (destination ? FlowFlags.DESTINATION_ADDRESS : 0);
    }

    private int slot() {
        int slot = (int) (hash() >>> 32) & mask;
        while (values[slot] != NONE && !isAt(slot)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean isAt(int slot) {
        for (int i = 0; i < referenceCount; i++) {
            if (references[slot * REFERENCES + i] != reference[i]) {
                return false;
            }
        }
        for (int i = 0; i < numberCount; i++) {
            if (numbers[slot * NUMBERS + i] != number[i]) {
                return false;
            }
        }
        return true;
    }

    private long hash() {
        long hash = 0;
        for (int i = 0; i < referenceCount; i++) {
            hash = (hash + System.identityHashCode(reference[i])) * SPREAD;
        }
        for (int i = 0; i < numberCount; i++) {
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
