// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.peer;

import io.flowobserver.proto.peer.ChangeNotification;
import io.flowobserver.proto.peer.ChangeNotificationType;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds the nodes that the Peer service announces, in order. Any thread.
 *
 * <p>There is no queue of changes. When a client can receive more, it gets the difference between the nodes that it knows
 * and the nodes of that moment, so a slow client takes no more memory than a fast one.
 */
public final class Peers {
    private final Map<EventLoop, PeerWatchers> watchers = new ConcurrentHashMap<>();
    private volatile Map<String, PeerNode> known = Map.of();

    /** Replaces all nodes. If two have the same name, the later one is kept. */
    public void publish(List<PeerNode> nodes) {
        Map<String, PeerNode> byName = new LinkedHashMap<>();
        nodes.forEach(node -> byName.put(node.name(), node));
        known = Collections.unmodifiableMap(byName);
        watchers.values().forEach(PeerWatchers::wake);
    }

    /** Returns the nodes by name, in a map that never changes. */
    public Map<String, PeerNode> known() {
        return known;
    }

    /** Returns the calls of an event loop, which are woken after each change. */
    PeerWatchers watchersOf(EventLoop eventLoop) {
        return watchers.computeIfAbsent(eventLoop, PeerWatchers::new);
    }

    /** Notify calls that wait for changes. */
    public int watchers() {
        return watchers.values().stream().mapToInt(PeerWatchers::size).sum();
    }

    /** Returns what changed between two sets of nodes: first deletions, then additions and updates. */
    static List<ChangeNotification> changes(Map<String, PeerNode> from, Map<String, PeerNode> to) {
        List<ChangeNotification> changes = new ArrayList<>();
        for (PeerNode node : from.values()) {
            if (!to.containsKey(node.name())) {
                changes.add(node.notice(ChangeNotificationType.PEER_DELETED));
            }
        }
        for (PeerNode node : to.values()) {
            PeerNode before = from.get(node.name());
            if (before == null) {
                changes.add(node.notice(ChangeNotificationType.PEER_ADDED));
            } else if (!before.equals(node)) {
                changes.add(node.notice(ChangeNotificationType.PEER_UPDATED));
            }
        }
        return changes;
    }
}
