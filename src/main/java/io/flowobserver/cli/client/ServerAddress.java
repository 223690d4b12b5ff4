// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.console.UserError;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens: a unix socket, or a host and a TCP port.
 *
 * @param text as the user wrote it, for messages
 * @param socket the unix socket's path; null for TCP
 */
public record ServerAddress(String text, @Nullable Path socket, String host, int port) {
    private static final String UNIX = "unix:";
    private static final int MAX_PORT = 65_535;

    /**
     * Reads an address as the user wrote it.
     *
     * @throws UserError when the text is neither {@code unix:///path} nor {@code host:port}
     */
    public static ServerAddress parse(String text) {
        if (text.startsWith(UNIX)) {
            return unix(text);
        }
        if (text.startsWith("tls://")) {
            throw new UserError("--server " + text + ": TLS is not supported, use host:port or unix:///path");
        }
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw wrong(text);
        }
        int port = port(text.substring(colon + 1));
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
        return new UserError(
                "--server \"" + text + "\" is no server address, use host:port, [address]:port or unix:///path");
    }
}
