// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

/**
 * How much memory a document may still take on its way to the ring: 4 KiB and 16 times its length in all. Whoever reads
 * a part of it takes what that part will come to, before anything is allocated for it, so a document that is all
 * brackets and commas runs out of its ration instead of memory.
 *
 * <p>What a part comes to follows from its kind: an object or list has a price, which its reader knows, and a text one
 * for each form that it will be given ({@link Footprint}). What is reckoned is never less than what is allocated, and
 * where texts are long hardly more.
 *
 * <p>The records of the vectors come to 46 % of the ration at most. Of long ones that applications cause, 8 KiB of
 * escapes in a URL with 100 headers come to 50 %, 60 labels in Chinese and emoji to 60 %, 500 addresses of a name to
 * 68 %, and a path all in Chinese to 80 %, however long it is to 98 %. What is refused are objects given again and
 * again, lists of the smallest elements, long names of headers with many short values, and URLs and values of labels
 * that are full of bytes that are no UTF-8.
 */
final class Ration {
    private static final int BYTES_PER_BYTE = 16;
    private static final int BYTES_ON_TOP = 4096;
    /** What a record takes that has all parts once, and none of any length. */
    private static final int ALWAYS = 3584;

    private long left;

    /** @param length of the document in bytes; it is copied once */
    Ration(int length) {
        left = BYTES_ON_TOP - ALWAYS + (BYTES_PER_BYTE - 1L) * length;
    }

    /**
     * Takes so many bytes.
     *
     * @throws NotJson if they are not left
     */
    void take(long bytes) throws NotJson {
        left -= bytes;
        if (left < 0) {
            throw new NotJson();
        }
    }
}
