// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.source.capture.CaptureWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The road of a loss note, which only a capture can bring: wrapped in one, and then as {@link CaptureRun} does. */
final class LossNoteRun implements FuzzRun {
    private static final long ALLOWED_BYTES = 16 << 10;
    private static final long ALLOWED_BYTES_PER_BYTE = 128;
    private static final int FIRST_RECORD = 24;
    private static final int LENGTHS = FIRST_RECORD + 8;

    private final CaptureRun capture = new CaptureRun();
    private final byte[] emptyNote;
    private int length;

    LossNoteRun() throws IOException {
        Path file = Files.createTempFile("lost", ".pcap");
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            writer.write(SampleKind.LOST, 0, 0, EventBytes.of(new byte[0]));
            writer.flush();
            emptyNote = Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    /** More than for other events: the note is read into a tree. */
    static long allowedBytes(int length) {
        return ALLOWED_BYTES + ALLOWED_BYTES_PER_BYTE * length;
    }

    @Override
    public void prepare(EmbeddedInput input) {
        length = input.length();
        ByteBuffer wrapped = ByteBuffer.allocate(emptyNote.length + length).order(ByteOrder.LITTLE_ENDIAN);
        wrapped.put(0, emptyNote).put(emptyNote.length, input.buffer(), input.at(), length);
        int written = wrapped.getInt(LENGTHS) + length;
        wrapped.putInt(LENGTHS, written).putInt(LENGTHS + Integer.BYTES, written);
        capture.prepare(new EmbeddedInput(wrapped, 0, wrapped.capacity()));
    }

    @Override
    public void take() {
        capture.take();
    }

    @Override
    public Object outcome() {
        return capture.outcome();
    }

    @Override
    public long allowedBytes() {
        return allowedBytes(length);
    }
}
