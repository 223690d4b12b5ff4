// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.capture;

/**
 * Configuration of a replay.
 *
 * @param loop whether the replay starts again at the end, without limit; the times of each round follow those of the
 *     round before
 */
public record ReplayOptions(Speed speed, Time time, boolean loop) {
    /** The speed of the replay. */
    public enum Speed {
        /** The pauses between events are those of the recording. */
        ORIGINAL,
        /** Events are delivered as fast as the sink accepts them. */
        MAX
    }

    /** The times of the replayed events. */
    public enum Time {
        /** The time of the recording. */
        ORIGINAL,
        /** The time of the recording, shifted so that the first event happens now. */
        NOW
    }

    public static final ReplayOptions MAX = new ReplayOptions(Speed.MAX, Time.ORIGINAL, false);
    public static final ReplayOptions ORIGINAL = new ReplayOptions(Speed.ORIGINAL, Time.ORIGINAL, false);
}
