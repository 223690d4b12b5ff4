// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source;

/** How a capture is replayed. */
public record ReplayOptions(Speed speed) {
    /** At which pace. */
    public enum Speed {
        /** With the pauses that were between the events. */
        ORIGINAL,
        /** As fast as the sink takes them. */
        MAX
    }

    public static final ReplayOptions MAX = new ReplayOptions(Speed.MAX);
    public static final ReplayOptions ORIGINAL = new ReplayOptions(Speed.ORIGINAL);
}
