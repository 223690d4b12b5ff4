// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

/** The kind of a sample says how to read its bytes. Capture files hold these numbers. */
public final class SampleKind {
    /** A sample of a perf ring: a kernel event, its first byte a {@link MessageType}. */
    public static final int PERF = 0;

    /** An access-log record as JSON. */
    public static final int ACCESS_LOG = 1;

    /** An agent notification as JSON. */
    public static final int AGENT = 2;

    /** A note that events were lost, as JSON. */
    public static final int LOST = 3;

    private SampleKind() {}

    /** Whether a sample of this kind is one record in JSON. */
    public static boolean isJson(int kind) {
        return kind == ACCESS_LOG || kind == AGENT || kind == LOST;
    }
}
