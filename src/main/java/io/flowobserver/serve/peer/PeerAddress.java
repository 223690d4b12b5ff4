// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.peer;

import io.flowobserver.serve.listen.ListenUrl;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** Finds the address at which other nodes reach this node. Any thread; may wait for a name look-up. */
public final class PeerAddress {
    /** Documentation networks: the route to them is the default route, which has this node's own address. */
    private static final List<String> ELSEWHERE = List.of("192.0.2.1", "2001:db8::1");

    private static final int ANY_PORT = 9;

    private PeerAddress() {}

    /**
     * Returns the listener to announce: the first TCP listener that other hosts reach, else the first TCP listener, else
     * the first unix socket, which only clients with the same file system reach. A wildcard address (0.0.0.0 or ::) is
     * replaced by this node's own address.
     */
    public static Optional<ListenUrl> among(List<ListenUrl> bound) {
        ListenUrl best = null;
        for (ListenUrl url : bound) {
            if (best == null || worth(url) > worth(best)) {
                best = url;
            }
        }
        return Optional.ofNullable(best).map(PeerAddress::dialable);
    }

    /** Returns whether only this host reaches a listener. */
    public static boolean isLoopback(ListenUrl.Tcp tcp) {
        return !tcp.host().isEmpty()
                && resolved(tcp.host()).map(InetAddress::isLoopbackAddress).orElse(false);
    }

    private static int worth(ListenUrl url) {
        return url instanceof ListenUrl.Tcp tcp ? isLoopback(tcp) ? 1 : 2 : 0;
    }

    private static ListenUrl dialable(ListenUrl url) {
        if (url instanceof ListenUrl.Tcp tcp
                && (tcp.host().isEmpty()
                        || resolved(tcp.host())
                                .map(InetAddress::isAnyLocalAddress)
                                .orElse(false))) {
            return new ListenUrl.Tcp(ownAddress(), tcp.port());
        }
        return url;
    }

    /** Prefers IPv4; returns the loopback address on a host that has no other. */
    private static String ownAddress() {
        for (String target : ELSEWHERE) {
            // Connecting a datagram socket looks up the route and sends nothing.
            try (DatagramSocket probe = new DatagramSocket()) {
                probe.connect(new InetSocketAddress(target, ANY_PORT));
                InetAddress local = probe.getLocalAddress();
                if (local != null && !local.isAnyLocalAddress()) {
                    return text(local);
                }
            } catch (SocketException | UncheckedIOException noWay) {
                // There may be one to the next.
            }
        }
        return text(InetAddress.getLoopbackAddress());
    }

    /** Returns the address without the scope that Java appends to link-local addresses. */
    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    private static Optional<InetAddress> resolved(String host) {
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException unknown) {
            return Optional.empty();
        }
    }
}
