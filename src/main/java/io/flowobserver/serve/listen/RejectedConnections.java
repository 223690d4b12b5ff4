// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.serve.client.CutReason;
import io.flowobserver.serve.client.RateLimitedWarning;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts connections, and logs those that are rejected or cut: which client, and what would help. Of each kind it logs
 * one line in ten seconds. Any thread.
 */
public final class RejectedConnections {
    private static final Logger log = LoggerFactory.getLogger(RejectedConnections.class);

    private final ConnectionCounts counts;
    private final Map<ConnectionOutcome, RateLimitedWarning> rejected = new EnumMap<>(ConnectionOutcome.class);
    private final Map<CutReason, RateLimitedWarning> cut = new EnumMap<>(CutReason.class);

    public RejectedConnections(ConnectionCounts counts) {
        this.counts = counts;
        for (ConnectionOutcome outcome : ConnectionOutcome.values()) {
            rejected.put(outcome, new RateLimitedWarning(log));
        }
        for (CutReason reason : CutReason.values()) {
            cut.put(reason, new RateLimitedWarning(log));
        }
    }

    /** Counts a connection that is served, or that ended without a reply. */
    void count(ConnectionOutcome outcome) {
        counts.count(outcome);
    }

    /** Counts and logs a connection that is rejected. */
    void add(ConnectionRejection rejection, Channel channel) {
        counts.count(rejection.outcome());
        rejected.get(rejection.outcome()).log(() -> peer(channel) + " " + rejection.logged());
    }

    /** Counts and logs a connection that is cut. */
    void cut(CutReason reason, ListenerContext context, Channel channel) {
        counts.count(reason);
        cut.get(reason).log(() -> peer(channel) + " " + CutMessage.of(reason, context));
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
