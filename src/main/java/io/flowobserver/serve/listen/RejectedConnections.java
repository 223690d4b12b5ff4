// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts connections, and logs those that are rejected: which client, and what would help. It logs at most one line in
 * ten seconds for each outcome, with the number of lines that it left out before. Any thread.
 */
public final class RejectedConnections {
    private static final Logger log = LoggerFactory.getLogger(RejectedConnections.class);
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ConnectionCounts counts;
    /** By outcome: when the next line may be logged; 0 for at once. */
    private final AtomicLongArray nextNanos = new AtomicLongArray(ConnectionOutcome.values().length);
    /** By outcome: lines left out since the last one. */
    private final AtomicLongArray leftOut = new AtomicLongArray(ConnectionOutcome.values().length);

    public RejectedConnections(ConnectionCounts counts) {
        this.counts = counts;
    }

    /** Counts a connection that is served, or that ended without a reply. */
    void count(ConnectionOutcome outcome) {
        counts.count(outcome);
    }

    /** Counts and logs a connection that is rejected. */
    void add(ConnectionRejection rejection, Channel channel) {
        ConnectionOutcome outcome = rejection.outcome();
        counts.count(outcome);
        long now = System.nanoTime() | 1;
        long next = nextNanos.get(outcome.ordinal());
        boolean due = next == 0 || now - next >= 0;
        if (due && nextNanos.compareAndSet(outcome.ordinal(), next, now + INTERVAL_NANOS | 1)) {
            long more = leftOut.getAndSet(outcome.ordinal(), 0);
            log.warn(
                    "{} {}{}",
                    peer(channel),
                    rejection.logged(),
                    more == 0 ? "" : "; " + more + " more did so since the last line");
        } else {
            leftOut.incrementAndGet(outcome.ordinal());
        }
    }

    /** Returns the client of a connection: {@code 192.0.2.1:4711}, or the process behind a unix socket. */
    public static String peer(Channel channel) {
        if (channel.remoteAddress() instanceof InetSocketAddress address && address.getAddress() != null) {
            return new ListenUrl.Tcp(address.getAddress().getHostAddress(), address.getPort()).toString();
        }
        if (channel instanceof EpollDomainSocketChannel unix && unix.isOpen()) {
            try {
                return "process " + unix.peerCredentials().pid();
            } catch (IOException gone) {
                return "a process of this host";
            }
        }
        return "a client";
    }
}
