// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode;

import io.flowobserver.event.AccessLog;
import io.flowobserver.flow.Utf8;
import java.util.Arrays;

/** The text of a URL made of its parts, escaped as Go escapes it. */
final class UrlText {
    private static final String UNRESERVED = "-_.~";
    private static final String IN_PATH = UNRESERVED + "$&+,/:;=@";
    private static final String IN_FRAGMENT = IN_PATH + "?!()*";
    private static final String IN_USER = UNRESERVED + "$&+,;=";
    private static final String IN_HOST = UNRESERVED + "!$&'()*+,;=:[]<>\"";
    /** What may stand in an escaped path or fragment besides. */
    private static final String IN_ESCAPED = "!$&'()*+,;=:@[]%";

    private final StringBuilder out = new StringBuilder();

    private UrlText() {}

    static String of(AccessLog.Url url) {
        UrlText text = new UrlText();
        text.append(url);
        return text.out.toString();
    }

    private void append(AccessLog.Url url) {
        if (!url.scheme().isEmpty()) {
            out.append(url.scheme()).append(':');
        }
        if (!url.opaque().isEmpty()) {
            out.append(url.opaque());
        } else {
            appendAuthority(url);
            appendPath(url);
        }
        if (url.forceQuery() || !url.rawQuery().isEmpty()) {
            out.append('?').append(url.rawQuery());
        }
        if (!url.fragment().isEmpty()) {
            out.append('#');
            appendEscaped(url.fragment(), url.rawFragment(), IN_FRAGMENT);
        }
    }

    private void appendAuthority(AccessLog.Url url) {
        AccessLog.User user = url.user();
        boolean named = !url.host().isEmpty() || user != null;
        if (named || !url.scheme().isEmpty() && !url.path().isEmpty() && !url.omitHost()) {
            out.append("//");
        }
        if (user != null) {
            escape(user.name(), IN_USER);
            if (user.password() != null) {
                out.append(':');
                escape(user.password(), IN_USER);
            }
            out.append('@');
        }
        escape(url.host(), IN_HOST);
    }

    /** Escaping changes neither slashes nor colons nor whether there is anything. */
    private void appendPath(AccessLog.Url url) {
        String path = url.path();
        if (!path.isEmpty() && path.charAt(0) != '/' && !url.host().isEmpty()) {
            out.append('/');
        }
        int slash = path.indexOf('/');
        int colon = path.indexOf(':');
        if (out.length() == 0 && colon >= 0 && (slash < 0 || colon < slash)) {
            // Or the first segment would be taken for a scheme.
            out.append("./");
        }
        if (path.equals("*")) {
            out.append(path);
        } else {
            appendEscaped(path, url.rawPath(), IN_PATH);
        }
    }

    /** The spelling that came with the text, if it is one of it. */
    private void appendEscaped(String text, String raw, String allowed) {
        if (!raw.isEmpty() && isEscaped(raw, allowed) && unescapes(raw, text)) {
            out.append(raw);
        } else {
            escape(text, allowed);
        }
    }

    private static boolean isEscaped(String raw, String allowed) {
        return raw.chars().allMatch(c -> isAllowed(c, allowed) || IN_ESCAPED.indexOf(c) >= 0);
    }

    private static boolean unescapes(String raw, String text) {
        byte[] unescaped = new byte[raw.length()];
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            int octet = raw.charAt(i);
            if (octet == '%') {
                int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(raw.charAt(i + 2), 16);
                if (low < 0) {
                    return false;
                }
                octet = high << 4 | low;
                i += 2;
            }
            unescaped[length++] = (byte) octet;
        }
        byte[] wanted = Utf8.encode(text);
        return Arrays.equals(unescaped, 0, length, wanted, 0, wanted.length);
    }

    private void escape(String text, String allowed) {
        int escapes = 0;
        for (int i = 0; i < text.length(); i++) {
            escapes += isAllowed(text.charAt(i), allowed) ? 0 : 1;
        }
        if (escapes == 0) {
            out.append(text);
            return;
        }
        out.ensureCapacity(out.length() + text.length() + 2 * escapes);
        for (byte octet : Utf8.encode(text)) {
            if (isAllowed(octet, allowed)) {
                out.append((char) octet);
            } else {
                out.append('%').append(hex(octet >> 4)).append(hex(octet));
            }
        }
    }

    private static char hex(int nibble) {
        return "0123456789ABCDEF".charAt(nibble & 0xF);
    }

    private static boolean isAllowed(int c, String allowed) {
        boolean alphanumeric = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
        return alphanumeric || c > 0 && allowed.indexOf(c) >= 0;
    }
}
