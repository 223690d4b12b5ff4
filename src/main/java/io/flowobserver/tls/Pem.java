// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One block of a PEM file.
 *
 * @param type what stands behind BEGIN
 * @param der what is in it, decoded; empty if it is encrypted
 * @param encrypted whether it says so itself, as the older forms of keys do
 */
record Pem(String type, byte[] der, boolean encrypted) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    /** All blocks in their order; a block that has no end or is no base64 is left out. */
    static List<Pem> blocks(String text) {
        List<Pem> blocks = new ArrayList<>();
        for (int begin = text.indexOf(BEGIN); begin >= 0; begin = text.indexOf(BEGIN, begin + 1)) {
            int typeEnd = text.indexOf(DASHES, begin + BEGIN.length());
            if (typeEnd >= 0) {
                String type = text.substring(begin + BEGIN.length(), typeEnd);
                int end = text.indexOf("-----END " + type + DASHES, typeEnd);
                if (end >= 0) {
                    add(blocks, type, text.substring(typeEnd + DASHES.length(), end));
                }
            }
        }
        return blocks;
    }

    private static void add(List<Pem> blocks, String type, String body) {
        if (body.contains("ENCRYPTED")) {
            blocks.add(new Pem(type, new byte[0], true));
            return;
        }
        try {
            blocks.add(new Pem(type, Base64.getMimeDecoder().decode(body.strip()), false));
        } catch (IllegalArgumentException notBase64) {
            // Whoever looks for the block says that it is not there.
        }
    }
}
