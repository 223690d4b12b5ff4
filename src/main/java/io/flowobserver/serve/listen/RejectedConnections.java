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
 * Counts connections that were turned away and tells the operator of them: who, and what would help. Of each kind one
 * line in ten seconds at most, with how many there were besides. Any thread.
 */
public final class RejectedConnections {
    private static final Logger log = LoggerFactory.getLogger(RejectedConnections.class);
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ConnectionCounts counts;
    /** By kind: when a line may follow, 0 for at once, and how many were passed over since the last. */
    private final AtomicLongArray nextNanos = new AtomicLongArray(ConnectionOutcome.values().length);

    private final AtomicLongArray untold = new AtomicLongArray(ConnectionOutcome.values().length);

    private final long handshakeMillis;

    /**
     * @param handshakeMillis how long a client may take to say what it wants
     */
    public RejectedConnections(ConnectionCounts counts, long handshakeMillis) {
        this.counts = counts;
        this.handshakeMillis = handshakeMillis;
    }

    long handshakeMillis() {
        return handshakeMillis;
    }

    /** Takes note of a connection that was let in, or ended without a word. */
    void count(ConnectionOutcome kind) {
        counts.count(kind);
    }

    /** Takes note of one that was turned away. */
    void add(ConnectionRejection refusal, Channel channel) {
        ConnectionOutcome kind = refusal.kind();
        counts.count(kind);
        long now = System.nanoTime() | 1;
        long next = nextNanos.get(kind.ordinal());
        boolean due = next == 0 || now - next >= 0;
        if (due && nextNanos.compareAndSet(kind.ordinal(), next, now + INTERVAL_NANOS | 1)) {
            long more = untold.getAndSet(kind.ordinal(), 0);
            log.warn(
                    "{} {}{}",
                    peer(channel),
                    refusal.told(),
                    more == 0 ? "" : "; " + more + " more did so since the last line");
        } else {
            untold.incrementAndGet(kind.ordinal());
        }
    }

    /** {@code 192.0.2.1:4711}, or the process behind a unix socket. */
    static String peer(Channel channel) {
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
