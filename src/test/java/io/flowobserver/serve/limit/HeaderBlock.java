// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Blocks of headers, as literals without indexing and without Huffman coding. */
final class HeaderBlock {
    private static final int PREFIX = 127;
    private static final int CONTINUED = 128;

    private HeaderBlock() {}

    /** @param more names and values in turn */
    static byte[] ofCall(String method, String... more) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        add(block, ":method", "POST");
        add(block, ":scheme", "http");
        add(block, ":path", "/" + method);
        add(block, ":authority", "localhost");
        add(block, "te", "trailers");
        if (!Arrays.asList(more).contains("content-type")) {
            add(block, "content-type", "application/grpc");
        }
        for (int i = 0; i < more.length; i += 2) {
            add(block, more[i], more[i + 1]);
        }
        return block.toByteArray();
    }

    private static void add(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        text(block, name);
        text(block, value);
    }

    private static void text(ByteArrayOutputStream block, String text) {
        int rest = text.length() - PREFIX;
        block.write(Math.min(text.length(), PREFIX));
        if (rest >= 0) {
            while (rest >= CONTINUED) {
                block.write(rest % CONTINUED + CONTINUED);
                rest /= CONTINUED;
            }
            block.write(rest);
        }
        block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
