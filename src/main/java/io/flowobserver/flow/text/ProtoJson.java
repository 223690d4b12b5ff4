// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.flow.text;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Locale;

/**
 * Prints an encoded message as one line of protobuf JSON. Field names and their order are those of the proto files,
 * unset fields are left out, and 64-bit numbers are strings. Protobuf's own printer is not used: it sorts fields by
 * number, and it fails on an {@code Any} of an unknown type, which a server may send in {@code extensions}.
 *
 * <p>The printer reads the encoded message, which contains only the fields that are set. Reading each field of a
 * generated message would need reflection, which is slow in a client that runs without the optimizing JIT compiler.
 * Not thread-safe.
 */
public final class ProtoJson {
    private static final double SMALLEST_PLAIN = 1e-6;
    private static final double SMALLEST_WITH_EXPONENT = 1e21;

    private final IdentityHashMap<Descriptor, JsonFields> types = new IdentityHashMap<>();
    private final Times times = new Times();
    private byte[] bytes = {};

    /**
     * Appends the message that is encoded in {@code length} bytes from offset {@code from} on.
     *
     * @throws UncheckedIOException if the bytes are not a message of the type
     */
    public void append(StringBuilder out, Descriptor type, byte[] encoded, int from, int length) {
        bytes = encoded;
        try {
            appendObject(out, fields(type), from, from + length);
        } catch (IOException malformed) {
            throw new UncheckedIOException("no message of the type " + type.getFullName(), malformed);
        }
    }

    private void appendObject(StringBuilder out, JsonFields fields, int from, int to) throws IOException {
        int[] tagAt = new int[fields.count()]; // offset of the tag plus 1; 0 if the field is unset
        CodedInputStream in = CodedInputStream.newInstance(bytes, from, to - from);
        int start = from;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int position = fields.position(WireFormat.getTagFieldNumber(tag));
            if (position >= 0 && tagAt[position] == 0) {
                tagAt[position] = start + 1;
            }
            in.skipField(tag);
            start = from + in.getTotalBytesRead();
        }
        char separator = '{';
        for (int i = 0; i < tagAt.length; i++) {
            if (tagAt[i] != 0) {
                out.append(separator).append(fields.name(i));
                appendField(out, fields.field(i), tagAt[i] - 1, to);
                separator = ',';
            }
        }
        out.append(separator == '{' ? "{}" : "}");
    }

    private void appendField(StringBuilder out, FieldDescriptor field, int from, int to) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes, from, to - from);
        int tag = in.readTag();
        if (!field.isRepeated()) {
            appendValue(out, field, in, from);
            return;
        }
        char separator = '[';
        for (; tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) != field.getNumber()) {
                in.skipField(tag);
                continue;
            }
            boolean packed =
                    field.isPackable() && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            int end = packed ? in.readRawVarint32() + in.getTotalBytesRead() : in.getTotalBytesRead() + 1;
            while (in.getTotalBytesRead() < end) {
                out.append(separator);
                appendValue(out, field, in, from);
                separator = ',';
            }
        }
        out.append(separator == '[' ? "[]" : "]");
    }

    /**
     * Appends a value. Only the types that occur in the server's messages are handled; a test checks that there are no
     * others.
     *
     * @param base offset in {@link #bytes} at which the stream started
     */
    private void appendValue(StringBuilder out, FieldDescriptor field, CodedInputStream in, int base)
            throws IOException {
        switch (field.getType()) {
            case BOOL -> out.append(in.readBool());
            case INT32 -> out.append(in.readInt32());
            case INT64 -> out.append('"').append(in.readInt64()).append('"');
            case DOUBLE -> appendDouble(out, in.readDouble());
            case UINT32 -> out.append(Integer.toUnsignedLong(in.readUInt32()));
            case UINT64 ->
                out.append('"').append(Long.toUnsignedString(in.readUInt64())).append('"');
            case STRING -> appendString(out, in.readString());
            case ENUM -> appendEnum(out, field, in.readEnum());
            case MESSAGE -> {
                int length = in.readRawVarint32();
                appendMessage(out, field.getMessageType(), base + in.getTotalBytesRead(), length);
                in.skipRawBytes(length);
            }
            default -> throw new IllegalStateException("no JSON form for field=" + field.getFullName());
        }
    }

    /** Appends a number without exponent if it is neither tiny nor huge, as Go and JavaScript do. */
    static void appendDouble(StringBuilder out, double value) {
        if (!Double.isFinite(value)) {
            out.append('"').append(value).append('"');
            return;
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        double size = Math.abs(value);
        boolean plain = size == 0 || (size >= SMALLEST_PLAIN && size < SMALLEST_WITH_EXPONENT);
        out.append(plain ? exact.toPlainString() : exact.toString().toLowerCase(Locale.ROOT));
    }

    private void appendMessage(StringBuilder out, Descriptor type, int from, int length) throws IOException {
        JsonFields fields = fields(type);
        switch (fields.form()) {
            case OBJECT -> appendObject(out, fields, from, from + length);
            case TIME -> appendTime(out, Timestamp.parser().parseFrom(bytes, from, length));
            case WRAPPER -> appendWrapped(out, fields.field(0), from, length);
            case ANY -> {
                Any any = Any.parser().parseFrom(bytes, from, length);
                out.append("{\"@type\":");
                appendString(out, any.getTypeUrl());
                out.append(",\"value\":");
                appendAnyValue(out, any);
                out.append('}');
            }
        }
    }

    /** Appends a {@code Struct} as what it stands for, and the bytes of any other type, or of what is none. */
    private static void appendAnyValue(StringBuilder out, Any any) {
        if (any.getTypeUrl().endsWith(StructJson.TYPE)) {
            try {
                StructJson.append(out, Struct.parseFrom(any.getValue()));
                return;
            } catch (InvalidProtocolBufferException noStruct) {
                // Its bytes are shown.
            }
        }
        appendBytes(out, any.getValue());
    }

    private void appendWrapped(StringBuilder out, FieldDescriptor value, int from, int length) throws IOException {
        if (length == 0) {
            out.append(value.getDefaultValue());
            return;
        }
        CodedInputStream in = CodedInputStream.newInstance(bytes, from, length);
        in.readTag();
        appendValue(out, value, in, from);
    }

    private void appendTime(StringBuilder out, Timestamp time) {
        if (!Times.isValid(time)) {
            out.append("null");
            return;
        }
        out.append('"');
        times.appendRfc3339(out, time);
        out.append('"');
    }

    private static void appendBytes(StringBuilder out, ByteString value) {
        out.append('"')
                .append(Base64.getEncoder().encodeToString(value.toByteArray()))
                .append('"');
    }

    /** Appends the name of an enum value; the number if this version has no name for it. */
    private static void appendEnum(StringBuilder out, FieldDescriptor field, int number) {
        EnumValueDescriptor value = field.getEnumType().findValueByNumber(number);
        if (value == null) {
            out.append(number);
        } else {
            out.append('"').append(value.getName()).append('"');
        }
    }

    static void appendString(StringBuilder out, String text) {
        out.append('"');
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (needsEscape(c)) {
                out.append(text, written, i);
                appendEscaped(out, c);
                written = i + 1;
            }
        }
        out.append(text, written, text.length()).append('"');
    }

    /**
     * Returns whether a character is escaped. JSON does not require it for DEL, C1 controls, line separators and
     * controls of the direction of text, but terminals and editors interpret these characters.
     */
    private static boolean needsEscape(char c) {
        if (c < 0x7f) {
            return c < ' ' || c == '"' || c == '\\';
        }
        return c < 0xa0 || c == 0x2028 || c == 0x2029 || BidiControls.contain(c);
    }

    private static void appendEscaped(StringBuilder out, char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default -> out.append("\\u").append(HexFormat.of().toHexDigits(c));
        }
    }

    private JsonFields fields(Descriptor type) {
        JsonFields known = types.get(type);
        if (known == null) {
            known = new JsonFields(type);
            types.put(type, known);
        }
        return known;
    }
}
