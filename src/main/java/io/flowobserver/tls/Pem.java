// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.tls;

import io.flowobserver.file.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * One block of a PEM file. It holds bytes and no text, because bytes can be overwritten once they have been used.
 *
 * @param type what stands behind BEGIN
 * @param der what is in it, decoded; empty if it is encrypted
 * @param encrypted whether it says so itself, as the older forms of keys do
 */
record Pem(String type, byte[] der, boolean encrypted) {
    private static final long MAX_BYTES = 1 << 20;
    private static final byte[] BEGIN = ascii("-----BEGIN ");
    private static final byte[] DASHES = ascii("-----");
    private static final byte[] ENCRYPTED = ascii("ENCRYPTED");

    /** All blocks in their order; a block that has no end or is no base64 is left out. */
    static List<Pem> blocks(byte[] text) {
        List<Pem> blocks = new ArrayList<>();
        for (int begin = find(BEGIN, text, 0); begin >= 0; begin = find(BEGIN, text, begin + 1)) {
            int typeBegin = begin + BEGIN.length;
            int typeEnd = find(DASHES, text, typeBegin);
            if (typeEnd >= 0) {
                String type = new String(text, typeBegin, typeEnd - typeBegin, StandardCharsets.ISO_8859_1);
                int end = find(ascii("-----END " + type + "-----"), text, typeEnd);
                if (end >= 0) {
                    add(
                            blocks,
                            type,
                            Arrays.copyOfRange(text, typeEnd + DASHES.length, Math.max(typeEnd + DASHES.length, end)));
                }
            }
        }
        return blocks;
    }

    /** Overwrites what is in the block. */
    void wipe() {
        Arrays.fill(der, (byte) 0);
    }

    /** Does not show what is in it, which may be a key. */
    @Override
    public String toString() {
        return "Pem[type=" + type + "]";
    }

    /**
     * Returns the content of a file.
     *
     * @throws java.nio.file.NoSuchFileException if it is not there
     * @throws IOException with one line for the operator if it cannot be read, or is no regular file of 1 MiB at most
     */
    static byte[] bytes(Path file) throws IOException {
        try (InputStream in = RegularFile.open(file, MAX_BYTES)) {
            return in.readAllBytes();
        }
    }

    private static void add(List<Pem> blocks, String type, byte[] body) {
        if (find(ENCRYPTED, body, 0) >= 0) {
            blocks.add(new Pem(type, new byte[0], true));
            return;
        }
        try {
            blocks.add(new Pem(type, Base64.getMimeDecoder().decode(body), false));
        } catch (IllegalArgumentException notBase64) {
            // Whoever looks for the block says that it is not there.
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    /** Returns where the bytes are in the text, from an offset on; -1 if they are not. */
    private static int find(byte[] bytes, byte[] text, int from) {
        for (int at = from; at <= text.length - bytes.length; at++) {
            if (Arrays.equals(text, at, at + bytes.length, bytes, 0, bytes.length)) {
                return at;
            }
        }
        return -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
