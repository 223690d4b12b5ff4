// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

/** The formats of a sample. Capture files contain these numbers. */
public final class SampleKind {
    /** A sample from a perf ring: a kernel event whose first byte is a {@code MessageType}. */
    public static final int PERF = 0;

    /** An access log record in JSON. */
    public static final int ACCESS_LOG = 1;

    /** An agent notification in JSON. */
    public static final int AGENT = 2;

    /** A record of lost events in JSON. */
    public static final int LOST = 3;

    private SampleKind() {}

    /** Whether a sample of this kind is one record in JSON. */
    public static boolean isJson(int kind) {
        return kind == ACCESS_LOG || kind == AGENT || kind == LOST;
    }
}
