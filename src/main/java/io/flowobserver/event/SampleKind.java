// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

/** How the bytes of a sample are to be read; the numbers stand in capture files. */
public final class SampleKind {
    /** A sample of a perf ring: a kernel event, its first byte a {@code MessageType}. */
    public static final int PERF = 0;

    /** An access-log record as JSON. */
    public static final int ACCESS_LOG = 1;

    /** An agent notification as JSON. */
    public static final int AGENT = 2;

    /** A note that events were lost, as JSON. */
    public static final int LOST = 3;

    private SampleKind() {}
}
