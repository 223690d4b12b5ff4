// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.reflect;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.flowobserver.cli.console.QuotedText;
import java.util.Base64;
import java.util.List;

/**
 * Descriptors as JSON in the form of the hubble command, which is that of Go's structures and not protobuf's: the names
 * and the order of the proto file, numbers for enums and for 64-bit integers, no extensions.
 */
final class DescriptorJson {
    private static final String ESCAPED = "\"\\<>&\u2028\u2029";

    private DescriptorJson() {}

    static void append(StringBuilder out, Message message) {
        char separator = '{';
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            boolean set = field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
            if (set) {
                out.append(separator).append('"').append(field.getName()).append("\":");
                appendField(out, message.getField(field));
                separator = ',';
            }
        }
        out.append(separator == '{' ? "{}" : "}");
    }

    private static void appendField(StringBuilder out, Object value) {
        if (value instanceof List<?> list) {
            char separator = '[';
            for (Object element : list) {
                appendField(out.append(separator), element);
                separator = ',';
            }
            out.append(']');
        } else if (value instanceof Message message) {
            append(out, message);
        } else if (value instanceof EnumValueDescriptor constant) {
            out.append(constant.getNumber());
        } else if (value instanceof ByteString bytes) {
            out.append('"')
                    .append(Base64.getEncoder().encodeToString(bytes.toByteArray()))
                    .append('"');
        } else if (value instanceof String text) {
            QuotedText.append(out, text, DescriptorJson::isEscaped);
        } else {
            out.append(value);
        }
    }

    private static boolean isEscaped(int c) {
        return Character.isISOControl(c) || ESCAPED.indexOf(c) >= 0;
    }
}
