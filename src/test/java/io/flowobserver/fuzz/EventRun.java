// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.pipeline.VectorInventories;
import java.util.List;

/** The road of one event: decoded, attributed by a real inventory, published, encoded. */
final class EventRun implements FuzzRun {
    private static final int CPU = 1;
    static final long TIME = 1_700_000_000_123_456_789L;
    private static final long ALLOWED_BYTES = 4096;
    private static final long ALLOWED_BYTES_PER_BYTE = 16;

    private final int kind;
    private final List<EventBytes> before;
    private final EventBytes event = new EventBytes();
    private final FuzzPipeline station = new FuzzPipeline(VectorInventories.inventory());

    /**
     * @param kind a {@link SampleKind}
     * @param before perf events that go ahead of each input, to leave their traces in the decoders
     */
    EventRun(int kind, List<EventBytes> before) {
        this.kind = kind;
        this.before = before;
    }

    static long allowedBytes(int length) {
        return ALLOWED_BYTES + ALLOWED_BYTES_PER_BYTE * length;
    }

    @Override
    public void prepare(EmbeddedInput input) {
        for (EventBytes earlier : before) {
            station.pipeline.event(SampleKind.PERF, CPU, TIME, earlier);
        }
        station.skip();
        event.wrap(input.buffer(), input.at(), input.length());
    }

    @Override
    public void take() {
        station.pipeline.event(kind, CPU, TIME, event);
    }

    @Override
    public Object outcome() {
        return station.outcome();
    }

    /** Nothing for what the kernel sends for packets and sockets. */
    @Override
    public long allowedBytes() {
        return kind == SampleKind.PERF && event.length() > 0 && becomesAFlow(event.u8(0))
                ? 0
                : allowedBytes(event.length());
    }

    private static boolean becomesAFlow(int type) {
        return switch (type) {
            case MessageType.DROP,
                    MessageType.CAPTURE,
                    MessageType.TRACE,
                    MessageType.POLICY_VERDICT,
                    MessageType.TRACE_SOCK -> true;
            default -> false;
        };
    }
}
