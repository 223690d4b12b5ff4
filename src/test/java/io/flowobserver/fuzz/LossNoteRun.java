// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.source.capture.CaptureWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A loss note is put into a capture, because it can come only from there, and handled as by {@link CaptureRun}. */
final class LossNoteRun implements FuzzRun {
    private static final int FIRST_RECORD = 24;
    private static final int LENGTHS = FIRST_RECORD + 8;

    private final CaptureRun capture = new CaptureRun();
    private final byte[] emptyNote;

    LossNoteRun() throws IOException {
        Path file = Files.createTempFile("lost", ".pcap");
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            writer.write(SampleKind.LOST, SampleOrigin.UNKNOWN, 0, 0, EventBytes.of(new byte[0]));
            writer.flush();
            emptyNote = Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void prepare(EmbeddedInput input) {
        int length = input.length();
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
}
