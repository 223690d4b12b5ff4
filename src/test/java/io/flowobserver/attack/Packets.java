// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.attack;

import com.google.gson.JsonObject;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.source.capture.CaptureWriter;
import io.flowobserver.vectors.Vectors;
import java.nio.file.Path;

/** A capture that a daemon replays while it is attacked. */
final class Packets {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int SECONDS = 10;

    private Packets() {}

    /** Ten seconds of one flow, so many packets a second. */
    static Path capture(Path directory, int perSecond) throws Exception {
        Path file = directory.resolve("packets.pcap");
        JsonObject packet = Vectors.read("trace").stream()
                .filter(vector -> !Vectors.isRefused(vector) && !vector.has("parser_options"))
                .findFirst()
                .orElseThrow();
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            for (int i = 0; i < SECONDS * perSecond; i++) {
                writer.write(
                        SampleKind.PERF,
                        SampleOrigin.UNKNOWN,
                        0,
                        i * NANOS_PER_SECOND / perSecond,
                        Vectors.bytes(packet));
            }
        }
        return file;
    }
}
