// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

/** Linux error numbers that this package handles, and remedies for them. */
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EACCES = 13;
    static final int EEXIST = 17;
    static final int ENODEV = 19;
    static final int ENOBUFS = 105;

    private Errno() {}

    /** Returns what to do if attaching to an interface failed: the end of a sentence, or an empty text. */
    static String attachRemedy(int errno) {
        return switch (errno) {
            case EPERM, EACCES -> "; run as root or grant CAP_NET_ADMIN and CAP_BPF";
            case ENODEV -> "; there is no such interface in that network namespace";
            case EEXIST -> "; a tc filter of another program uses the same priority (1) and handle: remove it first";
            default -> "";
        };
    }
}
