// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.device;

import java.util.List;

/** What is known of the devices of a source. The thread that follows the devices writes it, any thread reads it. */
public final class DeviceStates {
    private volatile Summary summary = Summary.NONE;
    private volatile String notChosen = "";

    /**
     * How many devices are in which state. A device that is not to be observed is in none.
     *
     * @param observed those whose programs are attached and run first
     * @param waiting those whose turn has not come yet
     * @param errors for each device that could not be attached or detached its name and why
     * @param notFirst for each device whose programs are attached, but where another program runs first, its name and
     *     which program
     */
    public record Summary(int observed, int waiting, List<String> errors, List<String> notFirst) {
        /** No devices. */
        public static final Summary NONE = new Summary(0, 0, List.of(), List.of());
    }

    /** Returns the last state. */
    public Summary summary() {
        return summary;
    }

    /** Returns which devices are not to be observed, and why, as a text; empty if all are. */
    public String notChosen() {
        return notChosen;
    }

    /** Sets which devices are not to be observed. */
    public void notChosen(String names) {
        notChosen = names;
    }

    /** Sets the present state. */
    public void set(Summary latest) {
        summary = latest;
    }
}
