// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import org.jspecify.annotations.Nullable;

/** The names of DNS response codes in labels. */
final class DnsCodes {
    /** The number of labels that a family adds to those of the context: code, query types and number of addresses. */
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

    /** Returns the name of a code, or empty if it has none. */
    static String name(int code) {
        String name = code >= 0 && code < NAMES.length ? NAMES[code] : null;
        return name == null ? "" : name;
    }

    /**
     * Returns the name of the label that shows the code. Hubble appends the labels of two families to the same Go slice
     * of context labels. If the spare capacity of the slice holds three labels, the second append overwrites the first,
     * and the label is named {@code type}. If it holds the label {@code query} as well, Hubble does not start; this
     * method then returns {@code rcode}.
     *
     * @param contextLabels the number of context labels
     * @param query whether the metric has the label {@code query}
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
