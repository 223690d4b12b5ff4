// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import com.google.gson.stream.JsonWriter;
import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;

/**
 * One answer as one line of protobuf JSON: field names as in the proto files and in their order, unset fields left out,
 * 64-bit numbers as strings. Protobuf's own printer sorts by number and refuses messages that carry an {@code Any} of a
 * type it does not know, which any server may send in {@code extensions}.
 */
final class JsonPrinter implements FlowPrinter {
    private final Times times = new Times();
    private final StringBuilder time = new StringBuilder();
    private final StringWriter text = new StringWriter(2048);

    @Override
    public void append(StringBuilder out, GetFlowsResponse response) {
        text.getBuffer().setLength(0);
        try {
            writeMessage(new JsonWriter(text), response);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a StringWriter does no I/O", impossible);
        }
        out.append(text.getBuffer());
    }

    private void writeMessage(JsonWriter json, Message message) throws IOException {
        json.beginObject();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isRepeated()) {
                writeRepeated(json, message, field);
            } else if (message.hasField(field)) {
                json.name(field.getName());
                writeValue(json, field, message.getField(field));
            }
        }
        json.endObject();
    }

    private void writeRepeated(JsonWriter json, Message message, FieldDescriptor field) throws IOException {
        List<?> values = (List<?>) message.getField(field);
        if (values.isEmpty()) {
            return;
        }
        json.name(field.getName()).beginArray();
        for (Object value : values) {
            writeValue(json, field, value);
        }
        json.endArray();
    }

    private void writeValue(JsonWriter json, FieldDescriptor field, Object value) throws IOException {
        switch (field.getType()) {
            case INT32, SINT32, SFIXED32, BOOL -> json.jsonValue(value.toString());
            case UINT32, FIXED32 -> json.value(Integer.toUnsignedLong((Integer) value));
            case INT64, SINT64, SFIXED64 -> json.value(value.toString());
            case UINT64, FIXED64 -> json.value(Long.toUnsignedString((Long) value));
            case FLOAT, DOUBLE -> writeReal(json, ((Number) value).doubleValue());
            case STRING -> json.value((String) value);
            case BYTES -> writeBytes(json, (ByteString) value);
            case ENUM -> writeEnum(json, (EnumValueDescriptor) value);
            case MESSAGE, GROUP -> writeNested(json, (Message) value);
        }
    }

    private void writeNested(JsonWriter json, Message value) throws IOException {
        if (value instanceof Timestamp timestamp) {
            writeTime(json, timestamp);
        } else if (value instanceof BoolValue wrapper) {
            json.value(wrapper.getValue());
        } else if (value instanceof Int32Value wrapper) {
            json.value(wrapper.getValue());
        } else if (value instanceof UInt32Value wrapper) {
            json.value(Integer.toUnsignedLong(wrapper.getValue()));
        } else if (value instanceof Any any) {
            json.beginObject().name("@type").value(any.getTypeUrl()).name("value");
            writeBytes(json, any.getValue());
            json.endObject();
        } else {
            writeMessage(json, value);
        }
    }

    private void writeTime(JsonWriter json, Timestamp timestamp) throws IOException {
        if (!Times.isValid(timestamp)) {
            json.nullValue();
            return;
        }
        time.setLength(0);
        times.appendRfc3339(time, timestamp);
        json.value(time.toString());
    }

    private static void writeReal(JsonWriter json, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.value(value);
        } else {
            json.value(Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }

    private static void writeBytes(JsonWriter json, ByteString value) throws IOException {
        json.value(Base64.getEncoder().encodeToString(value.toByteArray()));
    }

    /** A number that this version has no name for stays a number. */
    private static void writeEnum(JsonWriter json, EnumValueDescriptor value) throws IOException {
        if (value.getIndex() < 0) {
            json.value(value.getNumber());
        } else {
            json.value(value.getName());
        }
    }
}
