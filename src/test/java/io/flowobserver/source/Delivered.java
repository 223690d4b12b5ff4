// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleOrigin;
import java.util.ArrayList;
import java.util.List;

/** A sink that keeps what it gets. */
public final class Delivered implements EventSink {
    public final List<Event> events = new ArrayList<>();
    public final List<CapturedLoss> losses = new ArrayList<>();

    public record Event(int kind, int origin, int cpu, long timeNanos, List<Byte> bytes) {}

    /** Makes an event of unknown origin. */
    public static Event event(int kind, int cpu, long timeNanos, byte[] bytes) {
        return event(kind, SampleOrigin.UNKNOWN, cpu, timeNanos, bytes);
    }

    public static Event event(int kind, int origin, int cpu, long timeNanos, byte[] bytes) {
        var boxed = new ArrayList<Byte>(bytes.length);
        for (byte b : bytes) {
            boxed.add(b);
        }
        return new Event(kind, origin, cpu, timeNanos, boxed);
    }

    @Override
    public void event(int kind, int origin, int cpu, long timeNanos, EventBytes bytes) {
        events.add(event(kind, origin, cpu, timeNanos, bytes.toArray()));
    }

    @Override
    public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
        losses.add(new CapturedLoss(lostSource, cpu, count, firstNanos, lastNanos));
    }
}
