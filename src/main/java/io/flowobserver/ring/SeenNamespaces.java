// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.text.TextOrder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces that flows came from or went to in the last hour, by the time at which they arrived. Told by the
 * ingest thread alone, asked by any.
 *
 * <p>An endpoint is asked for its namespace once a second, so that a flow costs two comparisons. Only a namespace
 * that is new allocates.
 */
public final class SeenNamespaces {
    /** How many are remembered: beyond that, those that were quiet longest are forgotten. */
    static final int MOST = 4_096;
    /** Namespaces of longer names are left out; Kubernetes allows 63. */
    static final int MOST_CHARS = 253;

    private static final long KEPT_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long PURGE_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ConcurrentHashMap<String, Sighting> sightings = new ConcurrentHashMap<>();
    private long nowNanos;
    private long purgedNanos;
    private long secondNanos;
    /** Replaced every second; which one an endpoint bears tells whether it was looked at in this second. */
    private Object second = new Object();

    private @Nullable Object lastThinned;

    private static final class Sighting {
        /** Written by the ingest thread. */
        private volatile long nanos;

        Sighting(long nanos) {
            this.nanos = nanos;
        }

        boolean isWithin(long spanNanos, long now) {
            return now - nanos <= spanNanos;
        }
    }

    /**
     * Says that flows may come, also if none does.
     *
     * @param now wall-clock time, nanoseconds since 1970-01-01 UTC
     */
    public void batch(long now) {
        nowNanos = now;
        if (isPast(secondNanos, SECOND_NANOS)) {
            secondNanos = now;
            second = new Object();
        }
        if (isPast(purgedNanos, PURGE_NANOS)) {
            purgedNanos = now;
            sightings.values().removeIf(sighting -> !sighting.isWithin(KEPT_NANOS, now));
        }
    }

    /** Takes note of both sides of a flow. */
    public void flow(FlowView row) {
        look(row.source());
        look(row.destination());
    }

    /**
     * Their names in the order of their bytes; any thread.
     *
     * @param now wall-clock time, nanoseconds since 1970-01-01 UTC
     */
    public List<String> list(long now) {
        return sightings.entrySet().stream()
                .filter(seen -> seen.getValue().isWithin(KEPT_NANOS, now))
                .map(Map.Entry::getKey)
                .sorted(TextOrder.BYTEWISE)
                .toList();
    }

    int remembered() {
        return sightings.size();
    }

    /** Whether so much time has passed; clocks may also be put back. */
    private boolean isPast(long since, long spanNanos) {
        return nowNanos - since >= spanNanos || nowNanos < since;
    }

    private void look(@Nullable Endpoint endpoint) {
        if (endpoint != null && endpoint.mark(second)) {
            see(endpoint.namespace());
        }
    }

    private void see(String namespace) {
        Sighting known = sightings.get(namespace);
        if (known != null) {
            known.nanos = nowNanos;
        } else if (!namespace.isEmpty() && namespace.length() <= MOST_CHARS && hasRoom()) {
            sightings.put(namespace, new Sighting(nowNanos));
        }
    }

    private boolean hasRoom() {
        if (sightings.size() >= MOST && lastThinned != second) {
            lastThinned = second;
            long[] times = sightings.values().stream()
                    .mapToLong(sighting -> sighting.nanos)
                    .sorted()
                    .toArray();
            long middle = times[times.length / 2];
            sightings.values().removeIf(sighting -> sighting.nanos <= middle && sighting.nanos != nowNanos);
        }
        return sightings.size() < MOST;
    }
}
