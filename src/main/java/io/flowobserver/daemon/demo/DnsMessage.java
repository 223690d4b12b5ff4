// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The part of DNS (RFC 1035) that a query with one question and its response need. */
final class DnsMessage {
    static final int MAX_LENGTH = 512;
    static final String WEB = "web.shop.svc.cluster.local";

    private static final int HEADER_LENGTH = 12;
    private static final int QUESTIONS_OFFSET = 4;
    private static final int ANSWERS_OFFSET = 6;
    private static final int ANSWER_TO_QUESTION = 0x8180;
    private static final int NO_SUCH_NAME = 0x8183;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int NAME_OF_QUESTION = 0xC000 | HEADER_LENGTH;
    private static final int TYPE_A = 1;
    private static final int TYPE_AAAA = 28;
    private static final int CLASS_IN = 1;
    private static final int TTL_SECONDS = 30;

    private DnsMessage() {}

    static byte[] query(int id, String name, boolean ipv6) {
        ByteBuffer out = ByteBuffer.allocate(MAX_LENGTH);
        out.putShort((short) id).putShort((short) RECURSION_DESIRED).putShort((short) 1);
        out.position(HEADER_LENGTH);
        out.put(encoded(name)).putShort((short) (ipv6 ? TYPE_AAAA : TYPE_A)).putShort((short) CLASS_IN);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Returns the response of the name server to a query, or an empty array if the bytes are no query. */
    static byte[] answer(byte[] bytes, int length) {
        byte[] known = encoded(WEB);
        int end = HEADER_LENGTH;
        while (end < length && bytes[end] != 0) {
            end += 1 + (bytes[end] & 0xFF);
        }
        end += 1 + 2 * Short.BYTES;
        ByteBuffer query = ByteBuffer.wrap(bytes);
        if (end > length || query.getShort(QUESTIONS_OFFSET) != 1) {
            return new byte[0];
        }
        int type = query.getShort(end - 2 * Short.BYTES);
        boolean found = end == HEADER_LENGTH + known.length + 2 * Short.BYTES
                && Arrays.equals(known, 0, known.length, bytes, HEADER_LENGTH, HEADER_LENGTH + known.length)
                && (type == TYPE_A || type == TYPE_AAAA);
        ByteBuffer out = ByteBuffer.allocate(end + 2 * Short.BYTES + 2 * Integer.BYTES + 16);
        out.put(bytes, 0, end);
        Arrays.fill(out.array(), ANSWERS_OFFSET, HEADER_LENGTH, (byte) 0);
        out.putShort(Short.BYTES, (short) (found ? ANSWER_TO_QUESTION : NO_SUCH_NAME));
        if (found) {
            byte[] address = Pod.WEB.address(type == TYPE_AAAA).getAddress();
            out.putShort(ANSWERS_OFFSET, (short) 1);
            out.putShort((short) NAME_OF_QUESTION).putShort((short) type).putShort((short) CLASS_IN);
            out.putInt(TTL_SECONDS).putShort((short) address.length).put(address);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] encoded(String name) {
        ByteBuffer out = ByteBuffer.allocate(name.length() + 2);
        for (String label : name.split("\\.", 0)) {
            out.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        return out.put((byte) 0).array();
    }
}
