// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection. Connections of the same user, certificate or address have equal clients, so
 * that a client can be the key of a quota. Immutable.
 */
public final class Client {
    private static final AttributeKey<Client> ATTRIBUTE = AttributeKey.valueOf(Client.class, "client");

    /** What identifies a client. */
    public enum Kind {
        /** The user (uid) of a process that uses a unix socket. */
        UNIX_USER,
        /** The name in a certificate that was verified by a CA of ours. */
        CERTIFICATE,
        /** An IP address. */
        ADDRESS
    }

    private final Kind kind;
    private final String name;
    private final boolean local;

    Client(Kind kind, String name, boolean local) {
        this.kind = kind;
        this.name = name;
        this.local = local;
    }

    /** Returns the client of a connection. Called by the event loop of the connection. */
    public static Client of(Channel connection) {
        Client known = connection.attr(ATTRIBUTE).get();
        if (known != null) {
            return known;
        }
        Client client = atPeer(connection);
        connection.attr(ATTRIBUTE).set(client);
        return client;
    }

    /**
     * Makes the certificate that a client has shown its identity. Called by the event loop of the connection, after the
     * certificate was verified and before a request is served.
     *
     * @return the client of the connection from now on
     */
    public static Client certified(Channel connection, X509Certificate verified) {
        Client client = new Client(Kind.CERTIFICATE, CertificateName.of(verified), of(connection).local);
        connection.attr(ATTRIBUTE).set(client);
        return client;
    }

    private static Client atPeer(Channel connection) {
        if (connection instanceof EpollDomainSocketChannel unix) {
            return new Client(Kind.UNIX_USER, user(unix), true);
        }
        InetAddress peer = address(connection.remoteAddress());
        if (peer == null) {
            return new Client(Kind.ADDRESS, "unknown", false);
        }
        // Only connections of a machine to itself have the same address at both ends.
        boolean local = peer.equals(address(connection.localAddress())) || OwnAddresses.contains(peer);
        return new Client(Kind.ADDRESS, AddressName.of(peer), local);
    }

    private static String user(EpollDomainSocketChannel connection) {
        try {
            return "uid " + connection.peerCredentials().uid();
        } catch (IOException gone) {
            return "unknown";
        }
    }

    private static @Nullable InetAddress address(@Nullable Object socketAddress) {
        return socketAddress instanceof InetSocketAddress address ? address.getAddress() : null;
    }

    public Kind kind() {
        return kind;
    }

    /**
     * The name by which clients of a kind are told apart: {@code uid 1000}; {@code URI:spiffe://example/relay},
     * {@code DNS:relay.example} or the subject of a certificate; {@code 192.0.2.1}, or the first 64 bits of an IPv6
     * address, {@code 2001:db8:0:1::/64}, because one host may use all addresses that begin with them.
     */
    public String name() {
        return name;
    }

    /** Returns whether it uses a unix socket, so that the file's mode has let it in. */
    public boolean usesUnixSocket() {
        return kind == Kind.UNIX_USER;
    }

    /** Returns whether it runs on this node: it uses a unix socket, or an address of this machine. */
    public boolean isLocal() {
        return local;
    }

    /** Equal are clients with the same name of the same kind. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Client client && kind == client.kind && name.equals(client.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, name);
    }

    /** The name, for the log. */
    @Override
    public String toString() {
        // A certificate may hold any characters.
        return name.replaceAll("\\p{Cntrl}", "?");
    }
}
