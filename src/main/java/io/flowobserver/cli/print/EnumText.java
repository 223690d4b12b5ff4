// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import com.google.protobuf.ProtocolMessageEnum;

/** The names of protobuf enum values. A value without a name in this version is printed as its number. */
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
