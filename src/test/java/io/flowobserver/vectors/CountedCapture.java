// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.vectors;

import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.event.datapath.CountedEvent;
import io.flowobserver.flow.row.CountState;
import io.flowobserver.source.capture.CaptureWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A capture of what our own programs tell of one TCP connection that passes two points of the node. */
public final class CountedCapture {
    /** Flows, one of them of the sweep. */
    public static final int FLOWS = 6;

    /** Packets on the wire, each once for the node. */
    public static final long PACKETS = 1 + 1 + 10 + 5 + 2;

    /** Their bytes. */
    public static final long BYTES = 74 + 74 + 15_000 + 7_500 + 132;

    private static final long TIME = 1_767_225_600_000_000_000L;
    private static final int SUMMED = CountState.TRACKED | CountState.SUMMED;
    private static final String SYN_ACK = CountedEvent.SYN.replace("5002", "5012");
    private static final String ACK = CountedEvent.SYN.replace("5002", "5010");
    private static final String FIN = CountedEvent.SYN.replace("5002", "5011");

    private CountedCapture() {}

    /** Writes the file. */
    public static void write(Path file) throws IOException {
        List<CountedEvent> events = List.of(
                CountedEvent.of(SUMMED | CountState.OPENED).telling(1, 74),
                CountedEvent.of(CountState.TRACKED | CountState.OPENED).telling(1, 74),
                new CountedEvent(new long[] {1, 74, 1, 74, 1, 74, 2_000_000}, 0x12, 0x02, SUMMED, SYN_ACK),
                CountedEvent.of(SUMMED).telling(10, 15_000).with(ACK),
                CountedEvent.of(SUMMED | CountState.SWEPT).telling(5, 7_500),
                CountedEvent.of(SUMMED | CountState.CLOSED_FIN).telling(2, 132).with(FIN));
        long time = TIME;
        try (CaptureWriter capture = CaptureWriter.create(file)) {
            for (CountedEvent event : events) {
                capture.write(SampleKind.PERF, SampleOrigin.OWN, 0, time++, event.bytes());
            }
        }
    }
}
