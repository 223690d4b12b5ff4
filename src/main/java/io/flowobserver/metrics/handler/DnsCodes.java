// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import org.jspecify.annotations.Nullable;

/** What DNS' response codes are called in labels. */
final class DnsCodes {
    /** What a list holds of labels beyond the context's: the code, the types and the number of addresses. */
    private static final int OWN_LABELS = 3;

    private static final @Nullable String[] NAMES = {
        "No Error",
        "Format Error",
        "Server Failure",
        "Non-Existent Domain",
        "Not Implemented",
        "Query Refused",
        "Name Exists when it should not",
        "RR Set Exists when it should not",
        "RR Set that should exist does not",
        "Not Authorized",
        "Name not contained in zone",
        "DSO-TYPE Not Implemented",
        null,
        null,
        null,
        null,
        "Bad OPT Version",
        "Key not recognized",
        "Signature out of time window",
        "Bad TKEY Mode",
        "Duplicate key name",
        "Algorithm not supported",
        "Bad Truncation",
        "Bad/missing Server Cookie"
    };

    private DnsCodes() {}

    /** Empty for a code that has no name. */
    static String name(int code) {
        String name = code >= 0 && code < NAMES.length ? NAMES[code] : null;
        return name == null ? "" : name;
    }

    /**
     * The name of the label that shows the code. The reference appends the labels of both kinds of families to one list
     * of context labels, which doubles its room when that is spent. Where the room is enough for its own labels, those
     * of the second kind overwrite the first, and the label is called {@code type}. With the query besides and room for
     * that as well, it does not start at all; there the label keeps its name here.
     *
     * @param contextLabels how many there are
     */
    static String label(int contextLabels, boolean query) {
        int room = contextLabels == 0 ? 0 : roomOf(contextLabels) - contextLabels;
        boolean overwritten = room >= OWN_LABELS && !(query && room > OWN_LABELS);
        return overwritten ? "type" : "rcode";
    }

    private static int roomOf(int labels) {
        int highest = Integer.highestOneBit(labels);
        return highest == labels ? labels : 2 * highest;
    }
}
