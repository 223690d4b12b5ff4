// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import io.flowobserver.event.agent.AccessLog;
import io.flowobserver.flow.wire.Utf8;
import org.jspecify.annotations.Nullable;

/** Builds the text of a URL from its parts. Escaping is the same as in Go's {@code net/url}. */
final class UrlText {
    private static final String UNRESERVED = "-_.~";
    private static final String IN_PATH = UNRESERVED + "$&+,/:;=@";
    private static final String IN_FRAGMENT = IN_PATH + "?!()*";
    private static final String IN_USER = UNRESERVED + "$&+,;=";
    private static final String IN_HOST = UNRESERVED + "!$&'()*+,;=:[]<>\"";
    private static final int ESCAPE_LENGTH = 3;
    /** Further characters that are allowed in an escaped path or fragment. */
    private static final String IN_ESCAPED = "!$&'()*+,;=:@[]%";

    private final byte[] octets = new byte[Utf8.MAX_LENGTH];
    /** Null while only the length is computed. */
    private final @Nullable StringBuilder out;

    private int length;

    private UrlText(@Nullable StringBuilder out) {
        this.out = out;
    }

    /** Returns whether the text of the URL is empty. */
    static boolean isEmpty(AccessLog.Url url) {
        return length(url) == 0;
    }

    /**
     * Returns the text of the URL. It is built twice, first to compute the length, because escaping can make it nine
     * times as long.
     */
    static String of(AccessLog.Url url) {
        StringBuilder out = new StringBuilder(length(url));
        new UrlText(out).append(url);
        return out.toString();
    }

    private static int length(AccessLog.Url url) {
        UrlText counted = new UrlText(null);
        counted.append(url);
        return counted.length;
    }

    private void append(AccessLog.Url url) {
        if (!url.scheme().isEmpty()) {
            write(url.scheme()).write(':');
        }
        if (!url.opaque().isEmpty()) {
            write(url.opaque());
        } else {
            appendAuthority(url);
            appendPath(url);
        }
        if (url.forceQuery() || !url.rawQuery().isEmpty()) {
            write('?').write(url.rawQuery());
        }
        if (!url.fragment().isEmpty()) {
            write('#');
            appendEscaped(url.fragment(), url.rawFragment(), IN_FRAGMENT);
        }
    }

    private void appendAuthority(AccessLog.Url url) {
        AccessLog.User user = url.user();
        boolean named = !url.host().isEmpty() || user != null;
        if (named || (!url.scheme().isEmpty() && !url.path().isEmpty() && !url.omitHost())) {
            write("//");
        }
        if (user != null) {
            escape(user.name(), IN_USER);
            if (user.password() != null) {
                write(':');
                escape(user.password(), IN_USER);
            }
            write('@');
        }
        escape(url.host(), IN_HOST);
    }

    /**
     * Appends the path. The checks read the unescaped path: escaping changes neither slashes nor colons, nor whether
     * the path is empty.
     */
    private void appendPath(AccessLog.Url url) {
        String path = url.path();
        if (!path.isEmpty() && path.charAt(0) != '/' && !url.host().isEmpty()) {
            write('/');
        }
        int slash = path.indexOf('/');
        int colon = path.indexOf(':');
        if (length == 0 && colon >= 0 && (slash < 0 || colon < slash)) {
            // Without this prefix, the first path segment would be parsed as a scheme.
            write("./");
        }
        if (path.equals("*")) {
            write(path);
        } else {
            appendEscaped(path, url.rawPath(), IN_PATH);
        }
    }

    /** Appends the escaped form from the record if it is a valid encoding of the text; otherwise escapes the text. */
    private void appendEscaped(String text, String raw, String allowed) {
        if (!raw.isEmpty() && isEscaped(raw, allowed) && unescapes(raw, text)) {
            write(raw);
        } else {
            escape(text, allowed);
        }
    }

    private static boolean isEscaped(String raw, String allowed) {
        for (int i = 0; i < raw.length(); i++) {
            if (!isAllowed(raw.charAt(i), allowed) && IN_ESCAPED.indexOf(raw.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean unescapes(String raw, String text) {
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            int codePoint = Utf8.codePoint(text, i);
            int end = Utf8.write(codePoint, octets, 0);
            for (int j = 0; j < end; j++) {
                if (at >= raw.length() || unescaped(raw, at) != (octets[j] & 0xFF)) {
                    return false;
                }
                at += raw.charAt(at) == '%' ? ESCAPE_LENGTH : 1;
            }
            i += Character.charCount(codePoint) - 1;
        }
        return at == raw.length();
    }

    /** Returns the octet that a character or a percent escape stands for; -1 if the escape is incomplete. */
    private static int unescaped(String raw, int at) {
        if (raw.charAt(at) != '%') {
            return raw.charAt(at);
        }
        if (raw.length() - at < ESCAPE_LENGTH) {
            return -1;
        }
        int high = Character.digit(raw.charAt(at + 1), 16);
        int low = Character.digit(raw.charAt(at + 2), 16);
        return (high | low) < 0 ? -1 : high << 4 | low;
    }

    private void escape(String text, String allowed) {
        for (int i = 0; i < text.length(); i++) {
            int codePoint = Utf8.codePoint(text, i);
            if (isAllowed(codePoint, allowed)) {
                write((char) codePoint);
            } else {
                escape(codePoint);
            }
            i += Character.charCount(codePoint) - 1;
        }
    }

    private void escape(int codePoint) {
        int end = Utf8.write(codePoint, octets, 0);
        for (int i = 0; i < end; i++) {
            write('%');
            write(hex(octets[i] >> 4));
            write(hex(octets[i]));
        }
    }

    private static char hex(int nibble) {
        return "0123456789ABCDEF".charAt(nibble & 0xF);
    }

    private static boolean isAllowed(int c, String allowed) {
        boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return alphanumeric || (c > 0 && allowed.indexOf(c) >= 0);
    }

    private UrlText write(char character) {
        if (out != null) {
            out.append(character);
        }
        length++;
        return this;
    }

    private UrlText write(String text) {
        if (out != null) {
            out.append(text);
        }
        length += text.length();
        return this;
    }
}
