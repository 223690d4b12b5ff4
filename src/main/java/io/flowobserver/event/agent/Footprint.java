// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

/**
 * Bytes of heap that texts take in the forms that they are given on the way to the ring. Never less than what is
 * allocated, on any JVM with compressed references.
 *
 * <p>A character of a string takes one byte, or two if one of its characters is beyond Latin-1: {@code wide}.
 */
final class Footprint {
    /** A string, the array behind it, and what that is rounded up by. */
    private static final int STRING = 48;
    /** Of an array: its header, and what it is rounded up by. */
    private static final int ARRAY = 24;
    /** Of a field in protobuf: its tag, and its length. */
    private static final int FIELD = 6;
    /** What stands between the parts of a URL, and what a password becomes that is hidden. */
    private static final int URL_EXTRAS = 32;
    /** Times that the parts of a URL are laid out: in a builder, then in a string. */
    private static final int URL_COPIES = 2;
    /** The same if it is wide: in a builder for Latin-1, in a wide one, and in a string that the JDK tries to narrow. */
    private static final int WIDE_URL_COPIES = 1 + 2 + 3;

    private static final String PLAIN_IN_URLS = "-_.~$&+,/:;=@";

    private Footprint() {}

    static long string(int chars, boolean wide) {
        return STRING + (wide ? 2L : 1L) * chars;
    }

    /** A string that was not plain in JSON: written into an array, which the JDK tries to narrow if it is wide. */
    static long read(int chars, boolean wide) {
        return string(chars, wide) + 2 * ARRAY + (wide ? 3L : 1L) * chars;
    }

    /** A text as a field of a message. */
    static long field(String text) {
        return FIELD + utf8(text);
    }

    /** A text in a summary, where what cannot be printed is escaped. */
    static long quoted(String text) {
        long bytes = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= ' ' && c < 0x7F && c != '"' && c != '\\';
            // Half of a surrogate pair here: both halves make ten characters at most.
            bytes += plain ? 1 : c < 0x80 ? 4 : 6;
        }
        return bytes;
    }

    /** The label that source, key and value make, in the endpoint as told and in the one completed. */
    static long label(AccessLog.Label label) {
        int chars =
                label.source().length() + label.key().length() + label.value().length();
        boolean wide = isWide(label.source()) || isWide(label.key()) || isWide(label.value());
        long encoded = field(label.source()) + field(label.key()) + field(label.value());
        // The value may be the name of the cluster, which is a field of its own.
        return string(chars + 2, wide) + 2 * (encoded + field(label.value()));
    }

    /** The text that the parts of a URL make, in the record and in the summary. */
    static long url(AccessLog.Url url) {
        AccessLog.User user = url.user();
        long escaped = escaped(url.host()) + escaped(url.path()) + escaped(url.fragment()) + URL_EXTRAS;
        if (user != null) {
            escaped += escaped(user.name()) + (user.password() == null ? 0 : escaped(user.password()));
        }
        // Parts that are escaped already are not used if they are not ASCII.
        escaped += url.rawPath().length() + url.rawFragment().length();
        long chars = (long) url.scheme().length()
                + url.opaque().length()
                + url.rawQuery().length();
        long utf8 = utf8(url.scheme()) + utf8(url.opaque()) + utf8(url.rawQuery());
        boolean wide = isWide(url.scheme()) || isWide(url.opaque()) || isWide(url.rawQuery());
        long told = url.text() == null ? 0 : utf8(url.text());
        return (wide ? WIDE_URL_COPIES : URL_COPIES) * (escaped + chars) + 2 * (FIELD + Math.max(escaped + utf8, told));
    }

    private static long escaped(String text) {
        long chars = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN_IN_URLS.indexOf(c) >= 0);
            chars += plain ? 1 : 3 * utf8(c);
        }
        return chars;
    }

    private static long utf8(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            bytes += utf8(text.charAt(i));
        }
        return bytes;
    }

    /** Of half a surrogate pair, half of what the pair takes. */
    private static int utf8(char c) {
        return c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }

    private static boolean isWide(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return true;
            }
        }
        return false;
    }
}
