// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.connect;

import io.flowobserver.cli.console.UserError;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The address of a server: a unix socket, or a host and a TCP port.
 *
 * @param text the address as the user wrote it, for messages
 * @param socket the path of the unix socket; null for TCP
 * @param access how the server is called
 */
public record ServerAddress(String text, @Nullable Path socket, String host, int port, Access access) {
    private static final String UNIX = "unix:";
    private static final String TLS = "tls://";
    private static final int MAX_PORT = 65_535;

    ServerAddress(String text, @Nullable Path socket, String host, int port) {
        this(text, socket, host, port, Access.PLAIN);
    }

    /** Returns the address of the socket. Looks up the host, which may be unknown. */
    public SocketAddress socketAddress() {
        return socket == null ? new InetSocketAddress(host, port) : UnixDomainSocketAddress.of(socket);
    }

    /** Returns whether the address itself says that the connection is encrypted. */
    public static boolean isEncrypted(String text) {
        return text.startsWith(TLS);
    }

    public ServerAddress with(Access other) {
        return new ServerAddress(text, socket, host, port, other);
    }

    /**
     * Parses an address, for calls without TLS.
     *
     * @throws UserError if the text is neither {@code unix:///path} nor {@code host:port} nor {@code tls://host:port}
     */
    public static ServerAddress parse(String text) {
        if (text.startsWith(UNIX)) {
            return unix(text);
        }
        String target = isEncrypted(text) ? text.substring(TLS.length()) : text;
        int colon = target.lastIndexOf(':');
        String host = colon < 0 ? "" : target.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw wrong(text);
        }
        int port = port(target.substring(colon + 1));
        if (host.isEmpty() || host.indexOf('/') >= 0 || port < 0) {
            throw wrong(text);
        }
        return new ServerAddress(text, null, host, port);
    }

    private static ServerAddress unix(String text) {
        String path = text.substring(UNIX.length());
        if (path.startsWith("//")) {
            path = path.substring(2);
        }
        if (path.isEmpty()) {
            throw wrong(text);
        }
        try {
            return new ServerAddress(text, Path.of(path), "", 0);
        } catch (InvalidPathException e) {
            throw wrong(text);
        }
    }

    private static int port(String text) {
        try {
            int port = Integer.parseUnsignedInt(text);
            return port >= 1 && port <= MAX_PORT ? port : -1;
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    private static UserError wrong(String text) {
        return new UserError("--server \"" + text
                + "\" is no server address, use host:port, [address]:port, tls://host:port or" + " unix:///path");
    }
}
