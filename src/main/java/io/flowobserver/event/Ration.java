// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

/**
 * How much memory a document may still take, by our own rough reckoning of what becomes of it on the way to the ring. A
 * dense document, all brackets and commas, would take far more than its own length, and runs out of it; documents that
 * tell something are far from that.
 */
final class Ration {
    private static final int BYTES_PER_BYTE = 7;
    private static final int BYTES_ON_TOP = 1024;
    private static final int TEXT_COST = 40;
    private static final int NUMBER_COST = 32;
    private static final int ESCAPE_COST = 18;
    private static final int LONG_ESCAPE_COST = 96;
    private static final String PLAIN = "-_.~$&+,/:;=@";

    private long left;

    /** @param length of the document in bytes */
    Ration(int length) {
        left = BYTES_ON_TOP + (long) BYTES_PER_BYTE * length;
    }

    /**
     * Takes so many bytes.
     *
     * @throws NotJson if they are not left
     */
    void take(int bytes) throws NotJson {
        left -= bytes;
        if (left < 0) {
            throw new NotJson();
        }
    }

    void text(String text) throws NotJson {
        take(TEXT_COST + 2 * text.length());
    }

    /** What a text takes on top that is escaped when it is shown: much of what is neither a letter nor a digit. */
    void escapes(String text) throws NotJson {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
            take(plain ? 0 : c < 0x80 ? ESCAPE_COST : LONG_ESCAPE_COST);
        }
    }

    /** An element of a list of numbers. */
    void number() throws NotJson {
        take(NUMBER_COST);
    }
}
