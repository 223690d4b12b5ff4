// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * Counts the fields of an encoded request before it is parsed, because two bytes on the wire can become an object of
 * hundreds of bytes on the heap. One instance counts one request. Used by one thread.
 */
final class RequestComplexity {
    /** Fields that a request may have; a nested message counts as {@link #MESSAGE} fields, as it takes more memory. */
    static final int MOST = 100_000;

    private static final int MESSAGE = 20;
    private static final int MOST_DEPTH = 32;

    private final byte[] bytes;
    private int left = MOST;

    private RequestComplexity(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Returns the number of fields of a request; more than {@link #MOST} if they are too many. Malformed bytes count as
     * 0; the parser refuses them.
     */
    static int fields(byte[] bytes, Descriptor type) {
        try {
            RequestComplexity request = new RequestComplexity(bytes);
            return request.count(type, 0, bytes.length, 0) ? MOST - request.left : MOST + 1;
        } catch (IOException malformed) {
            return 0;
        }
    }

    private boolean count(Descriptor type, int from, int to, int depth) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes, from, to - from);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            left--;
            if (field == null || WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                in.skipField(tag);
            } else {
                int length = in.readRawVarint32();
                int at = from + in.getTotalBytesRead();
                in.skipRawBytes(length);
                if (!countWithin(field, at, length, depth)) {
                    return false;
                }
            }
            if (left < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean countWithin(FieldDescriptor field, int at, int length, int depth) throws IOException {
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            left -= MESSAGE;
            return depth < MOST_DEPTH && count(field.getMessageType(), at, at + length, depth + 1);
        }
        if (field.isPackable()) {
            // At worst a number in each byte.
            left -= Math.min(length, MOST);
        }
        return true;
    }
}
