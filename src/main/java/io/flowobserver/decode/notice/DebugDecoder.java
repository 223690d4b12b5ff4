// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.notice;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.datapath.DebugMessage;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.flow.wire.Wire;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Converts debug messages of the datapath to {@code flow.DebugEvent} messages. The caller provides the attributes of
 * the source endpoint. Only the result is allocated. Not thread-safe: each thread has its own instance.
 */
public final class DebugDecoder {
    private static final int SOURCE_FIELD = 2;
    private static final int HASH_FIELD = 3;
    private static final int FIRST_ARGUMENT_FIELD = 4;
    private static final int MESSAGE_FIELD = 7;
    private static final int CPU_FIELD = 8;
    private static final int ID_FIELD = 1;
    /**
     * Upper bound, in bytes, of an event without its source: the text, and eight fields with two tags, a length and a
     * number each.
     */
    private static final int LONGEST = 1024;

    private final DebugMessage event = new DebugMessage();
    private final TextBuffer text = new TextBuffer();
    private byte[] out = new byte[LONGEST];
    private int cpu;
    private Generation generation = Generation.OLD;

    /**
     * Reads one sample. {@link #source} and {@link #encoded} then return its data.
     *
     * @param cpu number of the CPU whose perf ring had the sample
     * @param generation by whose texts the message is shown
     * @return null, or the error if the sample is malformed
     */
    public @Nullable Malformed decode(EventBytes bytes, int cpu, Generation generation) {
        this.cpu = cpu;
        this.generation = generation;
        return event.wrap(bytes);
    }

    /** Returns the id of the endpoint whose eBPF program sent the message; 0 if none. */
    public int source() {
        return event.source();
    }

    /**
     * Returns the encoded event. Call this before the bytes of the sample change.
     *
     * @param endpoint body of {@code flow.Endpoint} for the source; null if only its id is known
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
        DebugTexts.write(event, generation, text);
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

    /** Writes a message field with one number. The message is present even if the number is 0. */
    private int number(int at, int field, int inner, long value) {
        int body = Wire.tag(out, at, field, Wire.LENGTH_DELIMITED) + 1;
        int end = Wire.number(out, body, inner, value);
        out[body - 1] = (byte) (end - body);
        return end;
    }
}
