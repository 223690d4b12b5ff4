// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The place of the observer's program in the chain of programs of one direction of a device ({@code struct
 * observer_place} in {@code bpf/events.h}).
 *
 * @param ingress whether the chain is for packets that the device receives; otherwise for those that it sends
 * @param program id of the program that runs first if it is not the observer's; 0 if there is none, or if it is not an
 *     eBPF program
 * @param name name of that program; empty if it is not known, which needs CAP_SYS_ADMIN
 */
public record ChainPlace(boolean ingress, State state, int program, String name) {
    static final int STATE_OFFSET = 0;
    static final int PROGRAM_OFFSET = STATE_OFFSET + Integer.BYTES;
    static final int NAME_OFFSET = PROGRAM_OFFSET + Integer.BYTES;
    static final int NAME_LENGTH = 16;
    static final int ENTRY_LENGTH = NAME_OFFSET + NAME_LENGTH;

    /** Ingress and egress, in this order. */
    static final int DIRECTIONS = 2;

    /** Whether the observer's program sees all packets. */
    public enum State {
        /** It runs first. */
        FIRST,
        /** Another program runs first. It may drop or redirect packets, which the observer's program then does not see. */
        BEHIND,
        /** Somebody else has detached it. */
        GONE
    }

    /** Returns whether the observer's program does not run first. */
    public boolean isBehind() {
        return state == State.BEHIND;
    }

    /** Returns whether somebody else has detached the observer's program. */
    public boolean isGone() {
        return state == State.GONE;
    }

    static List<ChainPlace> read(ByteBuffer buffer) {
        List<ChainPlace> places = new ArrayList<>(DIRECTIONS);
        for (int i = 0; i < DIRECTIONS; i++) {
            int at = i * ENTRY_LENGTH;
            places.add(new ChainPlace(
                    i == 0,
                    State.values()[buffer.getInt(at + STATE_OFFSET)],
                    buffer.getInt(at + PROGRAM_OFFSET),
                    name(buffer, at + NAME_OFFSET)));
        }
        return places;
    }

    private static String name(ByteBuffer buffer, int at) {
        byte[] bytes = new byte[NAME_LENGTH];
        buffer.get(at, bytes);
        return new String(bytes, StandardCharsets.US_ASCII).replaceFirst("\0.*", "");
    }
}
