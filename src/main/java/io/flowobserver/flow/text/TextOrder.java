// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import java.util.Comparator;

/**
 * Compares texts by their UTF-8 bytes. This is the order of the code points, which differs from the order of the
 * {@code char} values.
 */
public final class TextOrder {
    public static final Comparator<String> BYTEWISE = TextOrder::compare;

    private TextOrder() {}

    private static int compare(String first, String second) {
        int shorter = Math.min(first.length(), second.length());
        for (int i = 0; i < shorter; i++) {
            char a = first.charAt(i);
            char b = second.charAt(i);
            if (a != b) {
                // A surrogate belongs to a code point above U+FFFF, but its char value is below U+E000.
                boolean sameKind = Character.isSurrogate(a) == Character.isSurrogate(b);
                return sameKind ? a - b : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return first.length() - second.length();
    }
}
