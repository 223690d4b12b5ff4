// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.EndpointCache;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.text.TextOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces of the sources and destinations of all flows in the last hour, by arrival time. Only the ingest thread
 * calls {@link #batch}, {@link #flow} and {@link #renew}. Any thread may call {@link #list}.
 *
 * <p>The namespace of an endpoint is looked up at most once per second. After that a flow usually costs two comparisons.
 * Only a new namespace allocates memory.
 */
public final class SeenNamespaces {
    /** Maximum number of namespaces. If it is reached, the least recently seen namespaces are removed. */
    static final int MOST = 4_096;
    /** A longer namespace is ignored. Kubernetes allows 63 characters. */
    static final int MOST_CHARS = 253;

    private static final int RECENT_BITS = 12;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final long KEPT_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long PURGE_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ConcurrentHashMap<String, Sighting> sightings = new ConcurrentHashMap<>();
    /**
     * Endpoints that were handled in this second, each in the place of an address that it has. Most flows find theirs
     * here, and need not read from the endpoint itself, which is not in the CPU's nearest cache.
     */
    private final @Nullable Endpoint[] recent = new Endpoint[1 << RECENT_BITS];
    /** The number of the second in which an endpoint was handled last. */
    private final EndpointCache handled = new EndpointCache();

    private long nowNanos;
    private long purgedNanos;
    private long secondNanos;
    /** Counts the seconds in which there was a batch. */
    private int second;

    private int lastThinned = -1;

    private static final class Sighting {
        /** Only the ingest thread writes this field. */
        private volatile long nanos;

        Sighting(long nanos) {
            this.nanos = nanos;
        }

        boolean isWithin(long spanNanos, long now) {
            return now - nanos <= spanNanos;
        }
    }

    /**
     * Starts a batch, which may be empty.
     *
     * @param now wall-clock time, in nanoseconds since 1970-01-01 UTC
     */
    public void batch(long now) {
        nowNanos = now;
        if (isPast(secondNanos, SECOND_NANOS)) {
            secondNanos = now;
            second++;
            Arrays.fill(recent, null);
        }
        if (isPast(purgedNanos, PURGE_NANOS)) {
            purgedNanos = now;
            sightings.values().removeIf(sighting -> !sighting.isWithin(KEPT_NANOS, now));
        }
    }

    /** Forgets the endpoints, because those of the flows from now on are other objects. */
    public void renew() {
        handled.clear();
        Arrays.fill(recent, null);
    }

    /** Adds the namespaces of both sides of a flow. */
    public void flow(FlowView row) {
        look(row.source(), row.sourceAddressLow());
        look(row.destination(), row.destinationAddressLow());
    }

    /**
     * Returns the namespaces, sorted by their bytes. Any thread may call this.
     *
     * @param now wall-clock time, in nanoseconds since 1970-01-01 UTC
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

    /** Returns whether the time span has passed, or the clock was set back. */
    private boolean isPast(long since, long spanNanos) {
        return nowNanos - since >= spanNanos || nowNanos < since;
    }

    private void look(@Nullable Endpoint endpoint, long address) {
        int place = (int) ((address * SPREAD) >>> (Long.SIZE - RECENT_BITS));
        if (recent[place] != endpoint) {
            recent[place] = endpoint;
            handle(endpoint);
        }
    }

    private void handle(@Nullable Endpoint endpoint) {
        if (endpoint != null && handled.get(endpoint) != second) {
            handled.put(endpoint, second);
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
