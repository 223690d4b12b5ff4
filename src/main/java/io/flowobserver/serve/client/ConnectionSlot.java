// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The place of one connection among those of its listener: whether it waits for its client to send a request, and until
 * when. Used by the connection's event loop, apart from {@link #cut} and what {@link ConnectionLimiter} reads.
 */
public final class ConnectionSlot {
    private static final AttributeKey<ConnectionSlot> ATTRIBUTE =
            AttributeKey.valueOf(ConnectionSlot.class, "connectionSlot");

    private final Channel connection;
    private final Client client;
    private final ConnectionLimiter limiter;
    /** Null while a call or request is open. */
    private volatile @Nullable Wait wait;
    /** Whether the request has taken longer than it may on a crowded listener. */
    private volatile boolean late;

    private @Nullable Future<?> crowdedTimer;
    private @Nullable Future<?> timer;
    private boolean cut;

    /**
     * A time without a call or request.
     *
     * @param number less than those of waits that began later
     * @param hasAsked whether the client has sent a request before
     */
    record Wait(long number, boolean hasAsked) {
        /** Returns whether a connection that waits like this is to be closed before another one. */
        boolean isBefore(Wait other) {
            return hasAsked == other.hasAsked ? number < other.number : !hasAsked;
        }
    }

    ConnectionSlot(Channel connection, ConnectionLimiter limiter) {
        this.connection = connection;
        this.client = Client.of(connection);
        this.limiter = limiter;
        this.wait = new Wait(limiter.nextWait(), false);
    }

    /** Returns the slot of a connection that a {@link ConnectionLimiter} has admitted. */
    public static ConnectionSlot of(Channel connection) {
        return Objects.requireNonNull(ifAdmitted(connection), "the connection was not admitted");
    }

    static @Nullable ConnectionSlot ifAdmitted(Channel connection) {
        return connection.attr(ATTRIBUTE).get();
    }

    /** Waits for a complete request from now on, unless it does so already: more bytes do not prolong the time. */
    public void awaitRequest() {
        if (timer == null) {
            timer = schedule(limiter.limits().requestTimeout(), () -> cutNow(CutReason.REQUEST_TIMEOUT));
            crowdedTimer = schedule(limiter.limits().crowdedRequestTimeout(), this::becomeLate);
        }
    }

    /** A TLS handshake has begun. It has the rest of the time that a request would have on a listener with room. */
    public void handshakeBegins() {
        late = false;
        cancel(crowdedTimer);
    }

    /** The handshake is over. A request has its full time from now on. */
    public void handshakeEnds() {
        endDeadline();
        awaitRequest();
    }

    /** Waits for a call without a deadline. */
    public void awaitCall() {
        endDeadline();
    }

    /** A call or request is open from now on. */
    public void serve() {
        endDeadline();
        wait = null;
    }

    /** No call or request is open any more. */
    public void idle() {
        endDeadline();
        wait = new Wait(limiter.nextWait(), true);
    }

    /** Closes the connection at once and counts why. Any thread. */
    public void cut(CutReason reason) {
        if (connection.eventLoop().inEventLoop()) {
            cutNow(reason);
        } else {
            connection.eventLoop().execute(() -> cutNow(reason));
        }
    }

    void attach() {
        connection.attr(ATTRIBUTE).set(this);
    }

    /** The client as it was known when the connection began, before it could show a certificate. */
    Client client() {
        return client;
    }

    @Nullable
    Wait waiting() {
        return wait;
    }

    boolean isLate() {
        return late;
    }

    private void becomeLate() {
        // The limiter sets its field and then reads this one. So one of the two notices.
        late = true;
        if (limiter.isCrowded()) {
            cutNow(CutReason.CROWDED);
        }
    }

    private void cutNow(CutReason reason) {
        if (cut || !connection.isOpen()) {
            return;
        }
        cut = true;
        endDeadline();
        limiter.cut(reason, connection);
        // From the first handler on, so that none of the others delays it with last words for the client.
        ChannelHandlerContext first = connection.pipeline().firstContext();
        if (first == null) {
            connection.close();
        } else {
            first.close();
        }
    }

    private void endDeadline() {
        late = false;
        cancel(timer);
        cancel(crowdedTimer);
        timer = null;
        crowdedTimer = null;
    }

    private Future<?> schedule(Duration delay, Runnable task) {
        return connection.eventLoop().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void cancel(@Nullable Future<?> future) {
        if (future != null) {
            future.cancel(false);
        }
    }
}
