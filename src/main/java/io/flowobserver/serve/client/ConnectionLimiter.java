// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import io.netty.channel.Channel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many connections of a listener are open at a time, and how many of them one address has. Any thread.
 *
 * <p>When no more may be open, a new connection takes the place of the one that has waited longest for a request: first of
 * those whose client has never sent one, then of those between two requests. Connections with an open call or request
 * keep their places. Clients on this node have no share, and some connections are kept for them.
 */
public final class ConnectionLimiter {
    private final ConnectionLimits limits;
    private final BiConsumer<CutReason, Channel> onCut;
    private final AtomicLong waits = new AtomicLong();
    private final Set<ConnectionSlot> open = new HashSet<>();
    private final Map<Client, Integer> ofOtherMachines = new HashMap<>();
    private int ofOtherMachinesInAll;
    private volatile boolean crowded;

    /** What became of a new connection. */
    public enum Admission {
        ADMITTED,
        /** All connections are taken by clients that are being served. */
        OVER_LIMIT,
        /** The client has its share, and all its connections are being served. */
        OVER_SHARE
    }

    /**
     * @param onCut called on a connection's event loop just before the connection is cut
     */
    public ConnectionLimiter(ConnectionLimits limits, BiConsumer<CutReason, Channel> onCut) {
        this.limits = limits;
        this.onCut = onCut;
    }

    /**
     * Decides whether a new connection may stay. If it may, it has a {@link ConnectionSlot}, counts until it is closed,
     * and its client has to send a request from now on. Called by the event loop of the connection.
     */
    public Admission admit(Channel connection) {
        ConnectionSlot slot = new ConnectionSlot(connection, this);
        Place place = place(slot);
        if (place.admission != Admission.ADMITTED) {
            return place.admission;
        }
        slot.attach();
        slot.awaitRequest();
        connection.closeFuture().addListener(closed -> release(slot));
        if (place.displaced != null) {
            place.displaced.cut(place.reason);
        }
        place.late.forEach(late -> late.cut(CutReason.CROWDED));
        return Admission.ADMITTED;
    }

    ConnectionLimits limits() {
        return limits;
    }

    boolean isCrowded() {
        return crowded;
    }

    /** A number for a wait that begins; those that begin later have greater ones. */
    long nextWait() {
        return waits.getAndIncrement();
    }

    void cut(CutReason reason, Channel connection) {
        onCut.accept(reason, connection);
    }

    private synchronized Place place(ConnectionSlot slot) {
        Client client = slot.client();
        ConnectionSlot displaced = null;
        CutReason reason = CutReason.DISPLACED;
        if (hasItsShare(client)) {
            reason = CutReason.OVER_SHARE;
            displaced = longestWaiting(client::equals);
        } else if (isFullFor(client)) {
            // Another machine's client never takes the place of one on this node.
            displaced = longestWaiting(other -> client.isLocal() || !other.isLocal());
        } else {
            return new Place(Admission.ADMITTED, null, reason, add(slot));
        }
        if (displaced == null) {
            Admission refused = reason == CutReason.OVER_SHARE ? Admission.OVER_SHARE : Admission.OVER_LIMIT;
            return new Place(refused, null, reason, List.of());
        }
        release(displaced);
        return new Place(Admission.ADMITTED, displaced, reason, add(slot));
    }

    private boolean hasItsShare(Client client) {
        return !client.isLocal() && ofOtherMachines.getOrDefault(client, 0) >= limits.connectionsOfAnAddress();
    }

    private boolean isFullFor(Client client) {
        return open.size() >= limits.connections()
                || (!client.isLocal() && ofOtherMachinesInAll >= limits.connectionsOfOtherMachines());
    }

    private @Nullable ConnectionSlot longestWaiting(Predicate<Client> candidates) {
        ConnectionSlot longest = null;
        ConnectionSlot.Wait itsWait = null;
        for (ConnectionSlot slot : open) {
            // Read once, because the event loop of that connection may change it meanwhile.
            ConnectionSlot.Wait wait = slot.waiting();
            if (wait != null && candidates.test(slot.client()) && (itsWait == null || wait.isBefore(itsWait))) {
                longest = slot;
                itsWait = wait;
            }
        }
        return longest;
    }

    /** Returns the connections whose time is up because of this one. */
    private List<ConnectionSlot> add(ConnectionSlot slot) {
        open.add(slot);
        if (!slot.client().isLocal()) {
            ofOtherMachinesInAll++;
            ofOtherMachines.merge(slot.client(), 1, Integer::sum);
        }
        boolean before = crowded;
        crowded = limits.areCrowded(open.size());
        return before || !crowded
                ? List.of()
                : open.stream().filter(ConnectionSlot::isLate).toList();
    }

    private synchronized void release(ConnectionSlot slot) {
        if (open.remove(slot)) {
            if (!slot.client().isLocal()) {
                ofOtherMachinesInAll--;
                ofOtherMachines.computeIfPresent(slot.client(), (client, count) -> count == 1 ? null : count - 1);
            }
            crowded = limits.areCrowded(open.size());
        }
    }

    /**
     * Where a new connection goes.
     *
     * @param displaced the connection whose place it takes, if any
     * @param reason why that one is cut
     * @param late connections that are to be cut because there are many now
     */
    private record Place(
            Admission admission, @Nullable ConnectionSlot displaced, CutReason reason, List<ConnectionSlot> late) {}
}
