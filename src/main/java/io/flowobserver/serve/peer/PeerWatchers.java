// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.peer;

import io.flowobserver.proto.peer.ChangeNotification;
import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The Notify calls of one event loop. After a change it wakes them in rounds of limited time, and works out once what has
 * changed for all calls that know the same nodes. Used by the event loop only, except for {@link #wake} and
 * {@link #size}.
 */
final class PeerWatchers {
    /** How long calls are woken before the event loop handles the network again. */
    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final EventLoop loop;
    private final Set<NotifyCall> calls = new LinkedHashSet<>();
    /** Those that were not woken yet since the last change. */
    private final Set<NotifyCall> due = new LinkedHashSet<>();

    private final AtomicBoolean woken = new AtomicBoolean();
    private Map<String, PeerNode> from = Map.of();
    private Map<String, PeerNode> to = Map.of();
    private List<ChangeNotification> changes = List.of();
    private volatile int size;

    PeerWatchers(EventLoop loop) {
        this.loop = loop;
    }

    /** How many calls there are. Any thread. */
    int size() {
        return size;
    }

    void add(NotifyCall call) {
        calls.add(call);
        size = calls.size();
    }

    void remove(NotifyCall call) {
        calls.remove(call);
        due.remove(call);
        size = calls.size();
    }

    /** Wakes all calls soon. Adds at most one task to the event loop, however many calls there are. Any thread. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            try {
                loop.execute(this::begin);
            } catch (RejectedExecutionException stopped) {
                // The connections of the event loop are closed, and their calls with them.
            }
        }
    }

    /** Returns what changed between two sets of nodes. Calls that know the same nodes get the same list. */
    List<ChangeNotification> changes(Map<String, PeerNode> known, Map<String, PeerNode> now) {
        if (known != from || now != to) {
            from = known;
            to = now;
            changes = Peers.changes(known, now);
        }
        return changes;
    }

    private void begin() {
        woken.set(false);
        due.addAll(calls);
        round();
    }

    private void round() {
        long start = System.nanoTime();
        while (!due.isEmpty()) {
            if (System.nanoTime() - start > ROUND_NANOS) {
                // The event loop handles the network before a scheduled task, but not before an executed one.
                loop.schedule(this::round, 0, TimeUnit.NANOSECONDS);
                return;
            }
            NotifyCall next = due.iterator().next();
            due.remove(next);
            next.tell();
        }
    }
}
