// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.answer;

import io.flowobserver.proto.flow.LostEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says where events were lost, and what helps. */
final class LossWords {
    private LossWords() {}

    /** Returns one line for each place. */
    static List<String> of(Map<LostEventSource, Long> losses) {
        List<String> lines = new ArrayList<>();
        losses.forEach((place, count) -> lines.add("lost " + count + line(place)));
        return lines;
    }

    private static String line(LostEventSource place) {
        return switch (place) {
            case PERF_EVENT_RING_BUFFER ->
                " events in the kernel's perf rings, which were full; larger ones: \"observer serve --perf-ring-pages\"";
            case OBSERVER_EVENTS_QUEUE ->
                " events in the queue of a source, which was full; a larger one: \"observer serve"
                        + " --source-queue-bytes\"";
            case HUBBLE_RING_BUFFER ->
                " flows that were overwritten before this command had read them; ask for less with filters, write to"
                        + " a file, or keep more: \"observer serve --max-flows\"";
            default -> " events at a place that the server does not name";
        };
    }
}
