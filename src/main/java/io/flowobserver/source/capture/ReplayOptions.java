// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.capture;

/**
 * How a capture is replayed.
 *
 * @param loop whether it begins again when it ends, for ever, with times that follow those of the round before
 */
public record ReplayOptions(Speed speed, Time time, boolean loop) {
    /** At which pace. */
    public enum Speed {
        /** With the pauses that were between the events. */
        ORIGINAL,
        /** As fast as the sink takes them. */
        MAX
    }

    /** When an event is said to have happened. */
    public enum Time {
        /** When it was recorded. */
        ORIGINAL,
        /** So long after the present as it was recorded after the first event. */
        NOW
    }

    public static final ReplayOptions MAX = new ReplayOptions(Speed.MAX, Time.ORIGINAL, false);
    public static final ReplayOptions ORIGINAL = new ReplayOptions(Speed.ORIGINAL, Time.ORIGINAL, false);
}
