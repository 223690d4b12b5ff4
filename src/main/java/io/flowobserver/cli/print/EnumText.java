// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import com.google.protobuf.ProtocolMessageEnum;

/** Names of protobuf enum values; a value that this version has no name for prints as its number. */
public final class EnumText {
    private static final String NO_NAME = "UNRECOGNIZED";

    private EnumText() {}

    static <T extends Enum<T> & ProtocolMessageEnum> void append(StringBuilder out, T value, int number) {
        if (value.name().equals(NO_NAME)) {
            out.append(number);
        } else {
            out.append(value.name());
        }
    }

    public static <T extends Enum<T> & ProtocolMessageEnum> String of(T value, int number) {
        StringBuilder out = new StringBuilder();
        append(out, value, number);
        return out.toString();
    }
}
