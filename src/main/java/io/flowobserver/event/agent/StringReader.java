// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import java.nio.charset.StandardCharsets;

/**
 * Makes strings of those in a JSON text. They are measured first, so that each is taken from the {@link Ration} before
 * anything is allocated for it, and then written in their own width: there is one copy in between at most.
 */
final class StringReader {
    private static final int LAST_LATIN1 = 0xFF;

    private final Ration ration;

    StringReader(Ration ration) {
        this.ration = ration;
    }

    String read(JsonString string) throws NotJson {
        if (string.length() == 0) {
            return "";
        }
        if (string.isPlain()) {
            ration.take(Footprint.string(string.length(), false));
            return string.plain();
        }
        int chars = 0;
        int highest = 0;
        while (string.length() > 0) {
            int character = string.character();
            chars += Character.charCount(character);
            highest = Math.max(highest, character);
        }
        boolean wide = highest > LAST_LATIN1;
        ration.take(Footprint.read(chars, wide));
        return wide ? wide(string.rewound(), chars) : latin1(string.rewound(), chars);
    }

    private static String latin1(JsonString string, int chars) {
        byte[] copy = new byte[chars];
        for (int i = 0; i < chars; i++) {
            copy[i] = (byte) string.character();
        }
        return new String(copy, StandardCharsets.ISO_8859_1);
    }

    private static String wide(JsonString string, int chars) {
        char[] copy = new char[chars];
        for (int i = 0; i < chars; ) {
            i += Character.toChars(string.character(), copy, i);
        }
        return new String(copy);
    }
}
