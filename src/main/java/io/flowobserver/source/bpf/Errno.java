// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

/** Error numbers of Linux that mean something to us, and what to do about them. */
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EACCES = 13;
    static final int EEXIST = 17;
    static final int ENODEV = 19;
    static final int ENOBUFS = 105;

    private Errno() {}

    /** What to do where attaching to an interface failed: the rest of a sentence, or nothing. */
    static String attachRemedy(int errno) {
        return switch (errno) {
            case EPERM, EACCES -> "; run as root or grant CAP_NET_ADMIN and CAP_BPF";
            case ENODEV -> "; there is no such interface in that network namespace";
            case EEXIST -> "; a tc filter of another program has priority 1 and our handle: remove it first";
            default -> "";
        };
    }
}
