// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.peer;

import io.flowobserver.proto.peer.ChangeNotification;
import io.flowobserver.proto.peer.ChangeNotificationType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The nodes that clients are told of, in order. Any thread.
 *
 * <p>There is no queue of changes: a client is told what differs between what it knows and what holds when it has room
 * again, so that a slow one costs no more than a quick one.
 */
public final class Peers {
    private final CopyOnWriteArrayList<Runnable> watchers = new CopyOnWriteArrayList<>();
    private volatile Map<String, PeerNode> known = Map.of();

    /** Replaces all; of two nodes with one name the later stands. */
    public void publish(List<PeerNode> nodes) {
        Map<String, PeerNode> byName = new LinkedHashMap<>();
        nodes.forEach(node -> byName.put(node.name(), node));
        known = Collections.unmodifiableMap(byName);
        watchers.forEach(Runnable::run);
    }

    /** By name; never changes once it was handed out. */
    public Map<String, PeerNode> known() {
        return known;
    }

    /** Has a task run after each change, on the thread that made it. */
    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    void unwatch(Runnable watcher) {
        watchers.remove(watcher);
    }

    public int watchers() {
        return watchers.size();
    }

    /** What to tell somebody who knows the one, so that he knows the other: first who went, then who came or moved. */
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
