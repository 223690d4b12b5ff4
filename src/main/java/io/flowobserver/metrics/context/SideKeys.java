// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.context;

import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.Names;
import io.flowobserver.flow.row.FlowView;
import org.jspecify.annotations.Nullable;

/**
 * Caches the number for one side of a flow. The key is all that the side's labels depend on: endpoint and names
 * (compared by reference, because they are immutable and shared), address, and direction.
 *
 * <p>A hash table with open addressing. When it would exceed {@link #MAX_ENTRIES} entries, it is cleared. Only the
 * ingest thread uses it.
 */
final class SideKeys {
    /** The result if no number is cached. */
    static final int NONE = -1;

    static final int MAX_ENTRIES = 1 << 14;

    private static final int FIRST_SLOTS = 64;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final ContextSide side;
    private final boolean usesNames;
    private final boolean usesAddress;
    private @Nullable Entry[] slots = new Entry[FIRST_SLOTS];
    private int entries;

    SideKeys(SideOptions options) {
        this.side = options.side();
        this.usesNames = options.usesNames();
        this.usesAddress = options.usesAddress();
    }

    /** One cached number with its key. */
    private static final class Entry {
        private final @Nullable Endpoint endpoint;
        private final @Nullable Names names;
        private final long high;
        private final long low;
        private final int traits;
        private int number;

        Entry(FlowView row, SideKeys keys, int traits, int number) {
            this.endpoint = keys.side.endpoint(row);
            this.names = keys.names(row);
            this.high = keys.high(row, traits);
            this.low = keys.low(row, traits);
            this.traits = traits;
            this.number = number;
        }

        boolean isOf(FlowView row, SideKeys keys, int traits) {
            return endpoint == keys.side.endpoint(row)
                    && low == keys.low(row, traits)
                    && high == keys.high(row, traits)
                    && names == keys.names(row)
                    && this.traits == traits;
        }

        long hash() {
            return SideKeys.hash(endpoint, names, high, low) + traits;
        }
    }

    /** Returns whether the labels of this flow depend on something that is not part of the key. */
    boolean cannotTell(FlowView row) {
        return usesAddress && ContextSide.written(row) != null;
    }

    /** Returns the number that is cached for this side of the flow, or {@link #NONE}. */
    int get(FlowView row, int direction) {
        Entry entry = slots[slot(row, traits(row, direction))];
        return entry == null ? NONE : entry.number;
    }

    /** Caches a number for this side of the flow. The number must not be {@link #NONE}. */
    void put(FlowView row, int direction, int number) {
        int traits = traits(row, direction);
        Entry known = slots[slot(row, traits)];
        if (known != null) {
            known.number = number;
            return;
        }
        if (entries == MAX_ENTRIES) {
            clear();
        } else if (2 * (entries + 1) > slots.length) {
            grow();
        }
        slots[slot(row, traits)] = new Entry(row, this, traits, number);
        entries++;
    }

    int entries() {
        return entries;
    }

    void clear() {
        slots = new Entry[FIRST_SLOTS];
        entries = 0;
    }

    /** Packs the direction with two bits: whether the key includes an address, and whether that is meant as IPv6. */
    private int traits(FlowView row, int direction) {
        int address = usesAddress && side.hasAddress(row) ? side.isMeantAsIpv6(row) ? 3 : 1 : 0;
        return direction << 2 | address;
    }

    private int slot(FlowView row, int traits) {
        long hash = hash(side.endpoint(row), names(row), high(row, traits), low(row, traits)) + traits;
        int slot = first(hash);
        for (Entry entry = slots[slot]; entry != null && !entry.isOf(row, this, traits); entry = slots[slot]) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private int first(long hash) {
        return (int) ((hash * SPREAD) >>> Integer.SIZE) & slots.length - 1;
    }

    private void grow() {
        @Nullable Entry[] old = slots;
        slots = new Entry[2 * old.length];
        for (Entry entry : old) {
            if (entry != null) {
                int slot = first(entry.hash());
                while (slots[slot] != null) {
                    slot = slot + 1 & slots.length - 1;
                }
                slots[slot] = entry;
            }
        }
    }

    private @Nullable Names names(FlowView row) {
        return usesNames ? side.names(row) : null;
    }

    private long high(FlowView row, int traits) {
        return (traits & 1) != 0 ? side.addressHigh(row) : 0;
    }

    private long low(FlowView row, int traits) {
        return (traits & 1) != 0 ? side.addressLow(row) : 0;
    }

    private static long hash(@Nullable Endpoint endpoint, @Nullable Names names, long high, long low) {
        long references = System.identityHashCode(endpoint) * 31L + System.identityHashCode(names);
        return ((references * SPREAD ^ high) * SPREAD ^ low) * SPREAD;
    }
}
