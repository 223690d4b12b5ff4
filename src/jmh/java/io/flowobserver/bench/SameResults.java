// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import io.flowobserver.event.EventBytes;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.ring.RingReader;
import io.flowobserver.source.capture.CaptureException;
import io.flowobserver.source.capture.CaptureReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Makes sure that pipeline and plain decoder do the same work before their speeds are compared. */
final class SameResults {
    private SameResults() {}

    /**
     * Compares the flows that both make of each event of the workload, their uuids aside.
     *
     * @throws IllegalStateException with the first two that differ
     */
    static void check(BenchServer road, ByteBuffer capture, PlainDecoder plain) throws CaptureException {
        FlowEncoder encoder = new FlowEncoder(road.uuids);
        FlowView view = new FlowView();
        RingReader ring = road.ring.reader();
        EventBytes bytes = new EventBytes();
        int compared = 0;
        try (CaptureReader reader = CaptureReader.of("workload", capture)) {
            for (; reader.next(bytes); compared++) {
                road.pipeline.event(reader.kind(), reader.origin(), reader.cpu(), reader.timeNanos(), bytes);
                plain.event(reader.timeNanos(), bytes);
                if (ring.read(view) != RingReader.Result.OK) {
                    throw new IllegalStateException("the pipeline made no flow of event " + compared);
                }
                byte[] encoded = new byte[FlowEncoder.maxLength(view)];
                same(parse(encoded, encoder.encode(view, encoded, 0)), plain.newest(), compared);
            }
        }
        if (compared != BenchCapture.EVENTS) {
            throw new IllegalStateException("compared " + compared + " of " + BenchCapture.EVENTS + " events");
        }
    }

    private static Flow parse(byte[] bytes, int length) {
        try {
            return Flow.parser().parseFrom(bytes, 0, length).toBuilder()
                    .clearUuid()
                    .build();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void same(Flow pipeline, Flow plain, long event) {
        if (!pipeline.equals(plain)) {
            throw new IllegalStateException(
                    "event " + event + ": the pipeline makes\n" + pipeline + "and the plain decoder\n" + plain);
        }
    }
}
