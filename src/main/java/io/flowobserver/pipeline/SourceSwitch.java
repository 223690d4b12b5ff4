// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Remembers which source the present events are from, and tells when that changes. Only the ingest thread uses it. */
final class SourceSwitch {
    private final Consumer<EventCounters> onSwitch;
    private @Nullable EventCounters current;

    /** @param onSwitch called with the counters of the source that the events from then on are from */
    SourceSwitch(Consumer<EventCounters> onSwitch) {
        this.onSwitch = onSwitch;
    }

    void to(SourceRunner source) {
        EventCounters counters = source.counters();
        if (counters != current) {
            current = counters;
            onSwitch.accept(counters);
        }
    }
}
