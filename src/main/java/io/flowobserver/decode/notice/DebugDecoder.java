// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.notice;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.datapath.DebugMessage;
import io.flowobserver.flow.wire.Wire;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code flow.DebugEvent}s of the datapath's debug messages, all but what is known of the endpoint that reported.
 * One instance serves one thread; nothing but the answer is allocated.
 */
public final class DebugDecoder {
    private static final int SOURCE_FIELD = 2;
    private static final int HASH_FIELD = 3;
    private static final int FIRST_ARGUMENT_FIELD = 4;
    private static final int MESSAGE_FIELD = 7;
    private static final int CPU_FIELD = 8;
    private static final int ID_FIELD = 1;
    /** What everything but the source takes at most: the text, and eight fields of two tags, a length and a number. */
    private static final int LONGEST = 1024;

    private final DebugMessage event = new DebugMessage();
    private final TextBuffer text = new TextBuffer();
    private byte[] out = new byte[LONGEST];
    private int cpu;

    /**
     * Looks at one sample, of which {@link #source} and {@link #encoded} then tell.
     *
     * @param cpu where it was seen
     * @return null if all is well, else what is wrong with the bytes
     */
    public @Nullable Malformed decode(EventBytes bytes, int cpu) {
        this.cpu = cpu;
        return event.wrap(bytes);
    }

    /** Id of the endpoint that reported, 0 if none did. */
    public int source() {
        return event.source();
    }

    /**
     * The whole event, to be called before the sample's bytes change.
     *
     * @param endpoint body of {@code flow.Endpoint} for the source; null if nothing but its id is known
     */
    public byte[] encoded(byte @Nullable [] endpoint) {
        int at = Wire.number(out, 0, 1, event.subtype());
        if (event.source() != 0) {
            at = endpoint == null ? number(at, SOURCE_FIELD, ID_FIELD, event.source()) : known(at, endpoint);
        }
        at = number(at, HASH_FIELD, 1, Integer.toUnsignedLong(event.hash()));
        for (int i = 0; i < DebugMessage.ARGUMENTS; i++) {
            at = number(at, FIRST_ARGUMENT_FIELD + i, 1, Integer.toUnsignedLong(event.argument(i)));
        }
        text.clear();
        DebugTexts.write(event, text);
        at = Wire.varint(out, Wire.tag(out, at, MESSAGE_FIELD, Wire.LENGTH_DELIMITED), text.length());
        System.arraycopy(text.bytes(), 0, out, at, text.length());
        at = number(at + text.length(), CPU_FIELD, 1, cpu);
        return Arrays.copyOf(out, at);
    }

    private int known(int at, byte[] endpoint) {
        if (out.length < LONGEST + endpoint.length) {
            out = Arrays.copyOf(out, LONGEST + endpoint.length);
        }
        return Wire.delimited(out, at, SOURCE_FIELD, endpoint);
    }

    /** A message with one number in it, present even if that is 0. */
    private int number(int at, int field, int inner, long value) {
        int body = Wire.tag(out, at, field, Wire.LENGTH_DELIMITED) + 1;
        int end = Wire.number(out, body, inner, value);
        out[body - 1] = (byte) (end - body);
        return end;
    }
}
