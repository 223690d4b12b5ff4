// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import com.google.gson.JsonObject;
import io.flowobserver.event.SampleKind;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.vectors.Vectors;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Everything that reads bytes from outside: their kind, good examples of them, and what handles them. */
enum FuzzTarget {
    DROP(SampleKind.PERF, MessageType.DROP),
    CAPTURE(SampleKind.PERF, MessageType.CAPTURE),
    TRACE(SampleKind.PERF, MessageType.TRACE),
    POLICY_VERDICT(SampleKind.PERF, MessageType.POLICY_VERDICT),
    /** Whatever the first byte says. */
    PERF(SampleKind.PERF, FuzzTarget.ANY),
    DEBUG(SampleKind.PERF, MessageType.DEBUG),
    SOCK(SampleKind.PERF, MessageType.TRACE_SOCK),
    L7(SampleKind.ACCESS_LOG, FuzzTarget.ANY),
    AGENT(SampleKind.AGENT, FuzzTarget.ANY),
    LOST(SampleKind.LOST, FuzzTarget.ANY),
    CAPTURE_FILE(FuzzTarget.FILE, FuzzTarget.ANY),
    INVENTORY_FILE(FuzzTarget.FILE, FuzzTarget.ANY);

    private static final int ANY = -1;
    private static final int FILE = -1;
    private static final int LONGEST_SAMPLE = 512;
    private static final int LONGEST_TEXT = 4096;

    private final int kind;
    private final int type;

    FuzzTarget(int kind, int type) {
        this.kind = kind;
        this.type = type;
    }

    /** The name in commands and of directories. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static FuzzTarget of(String label) {
        return Stream.of(values())
                .filter(target -> target.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no target " + label + "; there are "
                        + Stream.of(values()).map(FuzzTarget::label).toList()));
    }

    /** Whether its inputs are JSON. */
    boolean isText() {
        return kind != SampleKind.PERF && this != CAPTURE_FILE;
    }

    /** The length of the longest input to try, in bytes. */
    int longest() {
        return kind == SampleKind.PERF ? LONGEST_SAMPLE : LONGEST_TEXT;
    }

    /** Good inputs. */
    List<byte[]> seeds() throws Exception {
        return switch (this) {
            case CAPTURE_FILE -> Seeds.captures();
            case INVENTORY_FILE -> Seeds.inventories();
            default ->
                Stream.concat(Seeds.events(kind).stream(), Seeds.counted(kind).stream())
                        .filter(bytes -> type == ANY || (bytes.length > 0 && (bytes[0] & 0xff) == type))
                        .toList();
        };
    }

    /** The bytes with the message type of this target, if it has one. */
    byte[] shaped(byte[] bytes) {
        if (type == ANY || bytes.length == 0) {
            return bytes;
        }
        byte[] shaped = bytes.clone();
        shaped[0] = (byte) type;
        return shaped;
    }

    /** A check with two runs. In one of them other events come before each input. */
    FuzzCheck trial() throws Exception {
        List<JsonObject> before = Seeds.varied();
        return new FuzzCheck(road(before), road(List.of()));
    }

    private FuzzRun road(List<JsonObject> before) throws Exception {
        return switch (this) {
            case LOST -> new LossNoteRun();
            case CAPTURE_FILE -> new CaptureRun();
            case INVENTORY_FILE -> new InventoryRun(ByteBuffer.wrap(Seeds.capture(Seeds.varied())));
            default -> new EventRun(kind, before.stream().map(Vectors::bytes).toList());
        };
    }
}
