// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.pattern;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The decoded path of a request's URL. A URL has a scheme or begins with a slash. If a strict parser of request lines
 * would reject a URL, it has no path. The character {@code #} is not special, because no request line contains it.
 */
public final class RequestPath {
    private static final String USER_SIGNS = "-._:~!$&'()*+,;=%@";
    private static final String HOST_SIGNS = "-._~!$&'()*+,;=:[]<>\"%";

    private RequestPath() {}

    /** Returns the path, which can be empty, or null if the URL is invalid. */
    public static @Nullable String of(String url) {
        if (url.isEmpty() || url.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            return null;
        }
        if (url.equals("*")) {
            return url;
        }
        int scheme = schemeLength(url);
        if (scheme < 0) {
            return null;
        }
        String rest = url.substring(scheme);
        int query = rest.indexOf('?');
        rest = query < 0 ? rest : rest.substring(0, query);
        if (!rest.startsWith("/")) {
            return scheme > 0 ? "" : null;
        }
        if (scheme == 0 || !rest.startsWith("//")) {
            return decoded(rest);
        }
        int path = rest.indexOf('/', 2);
        String authority = path < 0 ? rest.substring(2) : rest.substring(2, path);
        return isAuthority(authority) ? decoded(path < 0 ? "" : rest.substring(path)) : null;
    }

    /** Returns the length of the scheme with its colon: 0 without a scheme, -1 if the URL begins with a colon. */
    private static int schemeLength(String url) {
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == ':') {
                return i == 0 ? -1 : i + 1;
            }
            boolean digit = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (!isLetter(c) && (!digit || i == 0)) {
                return 0;
            }
        }
        return 0;
    }

    private static boolean isAuthority(String authority) {
        int at = authority.lastIndexOf('@');
        String user = at < 0 ? "" : authority.substring(0, at);
        return consistsOf(user, USER_SIGNS) && decoded(user) != null && isHost(authority.substring(at + 1));
    }

    private static boolean isHost(String host) {
        int bracket = host.startsWith("[") ? host.lastIndexOf(']') : -1;
        if (host.startsWith("[") && bracket < 0) {
            return false;
        }
        int port = bracket >= 0 ? bracket + 1 : host.lastIndexOf(':');
        if (port >= 0 && !isPort(host.substring(port))) {
            return false;
        }
        for (int i = host.indexOf('%'); i >= 0; i = host.indexOf('%', i + 1)) {
            // A host may only escape characters that are not ASCII, and the percent sign before a zone.
            boolean zone = host.startsWith("%25", i);
            if (i + 2 >= host.length() || (!zone && Character.digit(host.charAt(i + 1), 16) < 8)) {
                return false;
            }
        }
        return consistsOf(host, HOST_SIGNS) && decoded(host) != null;
    }

    private static boolean isPort(String text) {
        return text.isEmpty() || (text.charAt(0) == ':' && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9'));
    }

    private static boolean consistsOf(String text, String signs) {
        return text.chars()
                .allMatch(c -> isLetter(c)
                        || (c >= '0' && c <= '9')
                        || signs.indexOf(c) >= 0
                        || (c >= 0x80 && signs.equals(HOST_SIGNS)));
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Returns the text with escapes replaced by their bytes, or null if an escape is invalid. */
    private static @Nullable String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] escaped = text.getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream(escaped.length);
        for (int i = 0; i < escaped.length; i++) {
            if (escaped[i] != '%') {
                bytes.write(escaped[i]);
                continue;
            }
            int high = i + 2 < escaped.length ? digit(escaped[i + 1]) : -1;
            int low = i + 2 < escaped.length ? digit(escaped[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int digit(byte c) {
        return c < 0 ? -1 : Character.digit((char) c, 16);
    }
}
