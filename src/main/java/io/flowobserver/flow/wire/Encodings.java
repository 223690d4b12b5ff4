// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.wire;

import java.util.Arrays;

/** Encodings that several referenced types share. */
public final class Encodings {
    private Encodings() {}

    /** Returns the body of a message whose fields 1 and 2 are strings. */
    public static byte[] twoTexts(String first, String second) {
        byte[] firstUtf8 = Wire.utf8(first);
        byte[] secondUtf8 = Wire.utf8(second);
        byte[] out = new byte[firstUtf8.length + secondUtf8.length + 4 * Wire.MAX_VARINT];
        int at = Wire.text(out, 0, 1, firstUtf8);
        at = Wire.text(out, at, 2, secondUtf8);
        return Arrays.copyOf(out, at);
    }
}
