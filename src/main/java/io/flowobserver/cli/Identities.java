// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

/** Security identities as text: reserved numbers have names. */
final class Identities {
    private static final String[] RESERVED = {
        "unknown",
        "host",
        "world",
        "unmanaged",
        "health",
        "init",
        "remote-node",
        "kube-apiserver",
        "ingress",
        "world-ipv4",
        "world-ipv6",
    };

    private Identities() {}

    /** Appends {@code (world)} or {@code (ID:23456)}; the number is unsigned. */
    static void append(StringBuilder out, int identity) {
        out.append('(');
        if (identity >= 0 && identity < RESERVED.length) {
            out.append(RESERVED[identity]);
        } else {
            out.append("ID:").append(Integer.toUnsignedString(identity));
        }
        out.append(')');
    }
}
