// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import io.flowobserver.decode.Origin;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.pipeline.VectorInventories;
import java.util.List;

/** One event is decoded, attributed by a real inventory, published and encoded. */
final class EventRun implements FuzzRun {
    private static final int CPU = 1;
    static final long TIME = 1_700_000_000_123_456_789L;

    private static final int ORIGINS = Origin.values().length + 1;

    private final int kind;
    private final List<EventBytes> before;
    private final EventBytes event = new EventBytes();
    private int origin;
    private final FuzzPipeline station = new FuzzPipeline(VectorInventories.inventory());

    /**
     * @param kind a {@link SampleKind}
     * @param before perf events before each input, which may leave something behind in the decoders
     */
    EventRun(int kind, List<EventBytes> before) {
        this.kind = kind;
        this.before = before;
    }

    @Override
    public void prepare(EmbeddedInput input) {
        for (EventBytes earlier : before) {
            station.pipeline.event(SampleKind.PERF, SampleOrigin.UNKNOWN, CPU, TIME, earlier);
        }
        station.skip();
        event.wrap(input.buffer(), input.at(), input.length());
        // The last byte chooses, so that each input is decoded by the rules of one origin and all origins are reached.
        origin = event.length() == 0 ? SampleOrigin.UNKNOWN : event.u8(event.length() - 1) % ORIGINS;
    }

    @Override
    public void take() {
        station.pipeline.event(kind, origin, CPU, TIME, event);
    }

    @Override
    public Object outcome() {
        return station.outcome();
    }
}
