// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.TreeMap;

/** Prints a {@code google.protobuf.Struct} as the JSON object that it stands for, with sorted keys as Go does. */
final class StructJson {
    /** The type in an {@code Any}, after the last slash. */
    static final String TYPE = "/" + Struct.getDescriptor().getFullName();

    private StructJson() {}

    static void append(StringBuilder out, Struct struct) {
        char separator = '{';
        for (var entry : new TreeMap<>(struct.getFieldsMap()).entrySet()) {
            out.append(separator);
            ProtoJson.appendString(out, entry.getKey());
            append(out.append(':'), entry.getValue());
            separator = ',';
        }
        out.append(separator == '{' ? "{}" : "}");
    }

    private static void append(StringBuilder out, Value value) {
        switch (value.getKindCase()) {
            case NUMBER_VALUE -> ProtoJson.appendDouble(out, value.getNumberValue());
            case STRING_VALUE -> ProtoJson.appendString(out, value.getStringValue());
            case BOOL_VALUE -> out.append(value.getBoolValue());
            case STRUCT_VALUE -> append(out, value.getStructValue());
            case LIST_VALUE -> {
                char separator = '[';
                for (Value element : value.getListValue().getValuesList()) {
                    append(out.append(separator), element);
                    separator = ',';
                }
                out.append(separator == '[' ? "[]" : "]");
            }
            case NULL_VALUE, KIND_NOT_SET -> out.append("null");
        }
    }
}
