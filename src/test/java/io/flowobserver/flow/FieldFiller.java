// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.flowobserver.proto.flow.IP;
import io.flowobserver.proto.flow.Layer4;

/** Sets fields to values that are not their defaults and that a datapath could have sent. */
public final class FieldFiller {
    private FieldFiller() {}

    public static void fill(Message.Builder message, FieldDescriptor field) {
        if (field.isRepeated()) {
            message.addRepeatedField(field, value(message, field));
            message.addRepeatedField(field, value(message, field));
        } else {
            message.setField(field, value(message, field));
        }
    }

    static Layer4 layer4(Layer4.ProtocolCase protocol) {
        Layer4.Builder l4 = Layer4.newBuilder();
        fill(l4, Layer4.getDescriptor().findFieldByNumber(protocol.getNumber()));
        return l4.build();
    }

    private static Object value(Message.Builder parent, FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case INT -> field.getNumber() % 100 + 1;
            case LONG -> 5_000_000_000L + field.getNumber();
            case DOUBLE -> field.getNumber() + 0.25;
            case BOOLEAN -> true;
            case STRING -> text(field);
            case BYTE_STRING -> ByteString.copyFromUtf8("bytes");
            case ENUM -> field.getEnumType().getValues().get(1);
            case MESSAGE -> message(parent.newBuilderForField(field));
            default -> throw new IllegalStateException("no value for " + field);
        };
    }

    private static Object message(Message.Builder message) {
        boolean timestamp = message.getDescriptorForType().getFullName().equals("google.protobuf.Timestamp");
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            boolean laterInOneof = field.getContainingOneof() != null
                    && field.getIndex() > 0
                    && message.hasOneof(field.getContainingOneof());
            if (!laterInOneof) {
                fill(message, field);
            }
        }
        if (timestamp) {
            FieldDescriptor seconds = message.getDescriptorForType().findFieldByName("seconds");
            message.setField(seconds, 1_700_000_000L);
        }
        return message.build();
    }

    private static String text(FieldDescriptor field) {
        String parent = field.getContainingType().getName();
        boolean source = field.getName().startsWith("source");
        if (field.getContainingType() == IP.getDescriptor()) {
            return field.getName().equals("source_xlated") ? "192.0.2.9" : source ? "10.0.1.5" : "fd00::1:2";
        }
        return switch (parent) {
            case "Ethernet" -> source ? "0a:00:00:00:00:01" : "fe:dc:ba:98:76:54";
            case "IGMP" -> "224.0.0.251";
            case "FileInfo" -> "bpf_lxc.c";
            default -> field.getName() + "-value-\u00e9";
        };
    }
}
