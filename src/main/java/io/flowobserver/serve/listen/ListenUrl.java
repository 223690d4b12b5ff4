// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** An address to listen on: TCP or a unix socket. */
public sealed interface ListenUrl {
    /** Bytes of the longest path that fits into a {@code sockaddr_un}, without the NUL at its end. */
    int MAX_UNIX_PATH = 107;

    /** A TCP address; an empty host stands for all addresses, port 0 for any free port. */
    record Tcp(String host, int port) implements ListenUrl {
        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** A unix socket at an absolute path. */
    record Unix(Path path) implements ListenUrl {
        @Override
        public String toString() {
            return "unix://" + path;
        }
    }

    /**
     * Parses {@code host:port}, {@code :port}, {@code [ipv6]:port} or {@code unix:///path}.
     *
     * @throws IllegalArgumentException with one line that repeats the text and says what is expected
     */
    static ListenUrl parse(String text) {
        return text.startsWith("unix:") ? parseUnix(text) : parseTcp(text);
    }

    private static ListenUrl parseUnix(String text) {
        String path = text.substring("unix:".length());
        if (path.startsWith("//")) {
            path = path.substring(2);
        }
        if (!path.startsWith("/") || path.endsWith("/") || path.indexOf('\0') >= 0) {
            throw invalid(text, "a unix socket needs an absolute path to a file, such as unix:///var/run/hubble.sock");
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > MAX_UNIX_PATH) {
            throw invalid(text, "the path of a unix socket has at most " + MAX_UNIX_PATH + " bytes");
        }
        return new Unix(Path.of(path).normalize());
    }

    private static ListenUrl parseTcp(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        if (colon < 0 || (!bracketed && host.indexOf(':') >= 0) || host.indexOf('/') >= 0 || host.indexOf(' ') >= 0) {
            throw invalid(text, "expected host:port, :port, [ipv6]:port or unix:///path");
        }
        return new Tcp(host, parsePort(text, text.substring(colon + 1)));
    }

    private static int parsePort(String text, String digits) {
        boolean decimal =
                !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = decimal ? Integer.parseInt(digits) : -1;
        if (port < 0 || port > 0xFFFF) {
            throw invalid(text, "the port must be a number from 0 to 65535");
        }
        return port;
    }

    private static IllegalArgumentException invalid(String text, String remedy) {
        return new IllegalArgumentException("invalid listen address \"" + text + "\": " + remedy);
    }
}
