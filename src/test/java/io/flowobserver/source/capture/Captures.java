// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.capture;

import io.flowobserver.event.EventBytes;
import io.flowobserver.source.Delivered;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes captures for tests. */
final class Captures {
    private Captures() {}

    static byte[] of(List<Delivered.Event> events) {
        try {
            Path file = Files.createTempFile("capture", ".pcap");
            try (var writer = CaptureWriter.create(file)) {
                for (var event : events) {
                    writer.write(
                            event.kind(), event.origin(), event.cpu(), event.timeNanos(), EventBytes.of(bytes(event)));
                }
            }
            byte[] capture = Files.readAllBytes(file);
            Files.delete(file);
            return capture;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ReplaySource replay(byte[] capture) throws CaptureException {
        return ReplaySource.of("test", ByteBuffer.wrap(capture), ReplayOptions.MAX);
    }

    /** Polls to the end. */
    static void drain(EventSource source, EventSink sink) throws SourceException {
        while (source.poll(sink, 0) != EventSource.ENDED) {
            // Each poll delivers a batch.
        }
    }

    private static byte[] bytes(Delivered.Event event) {
        var bytes = new byte[event.bytes().size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = event.bytes().get(i);
        }
        return bytes;
    }
}
