// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.answer;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Counts events other than flows by their type. Not thread-safe.
 *
 * @param <A> the response
 */
public final class EventTally<A> implements Tally<A> {
    private final Function<A, String> type;
    private final Map<String, Long> types = new TreeMap<>();

    public EventTally(Function<A, String> type) {
        this.type = type;
    }

    @Override
    public void count(A answer) {
        types.merge(type.apply(answer), 1L, Long::sum);
    }

    @Override
    public Summary summary(Duration time) {
        long events = types.values().stream().mapToLong(Long::longValue).sum();
        return new Summary("events", events, Map.of("type", types), Traffic.NONE, Map.of(), time);
    }
}
