// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import io.flowobserver.event.EventBytes;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowView;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.ring.RingReader;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Makes sure that pipeline and plain decoder do the same work before their speeds are compared. */
final class Agreement {
    private Agreement() {}

    /**
     * Compares the flows that both make of each event of the workload, their uuids aside.
     *
     * @throws IllegalStateException with the first two that differ
     */
    static void check(Road road, ByteBuffer capture, PlainDecoder plain) throws IOException, SourceException {
        FlowEncoder encoder = new FlowEncoder(road.uuids);
        FlowView view = new FlowView();
        RingReader reader = road.ring.reader();
        EventSource source = Workload.replay(capture);
        long[] compared = new long[1];
        while (source.poll(
                        new Both(road, plain, () -> {
                            if (reader.read(view) != RingReader.Result.OK) {
                                throw new IllegalStateException("the pipeline made no flow of event " + compared[0]);
                            }
                            byte[] bytes = new byte[FlowEncoder.maxLength(view)];
                            same(parse(bytes, encoder.encode(view, bytes, 0)), plain.newest(), compared[0]++);
                        }),
                        0)
                != EventSource.ENDED) {
            // until all are compared
        }
        if (compared[0] != Workload.EVENTS) {
            throw new IllegalStateException("compared " + compared[0] + " of " + Workload.EVENTS + " events");
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

    private record Both(Road road, PlainDecoder plain, Runnable then) implements EventSink {
        @Override
        public void event(int kind, int cpu, long timeNanos, EventBytes bytes) {
            road.pipeline.event(kind, cpu, timeNanos, bytes);
            plain.event(kind, cpu, timeNanos, bytes);
            then.run();
        }

        @Override
        public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
            throw new IllegalStateException("the workload loses nothing");
        }
    }
}
