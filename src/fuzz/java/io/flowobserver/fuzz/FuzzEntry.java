// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

/** The entry point for Jazzer. */
public final class FuzzEntry {
    private static FuzzTarget target;
    private static FuzzCheck trial;

    private FuzzEntry() {}

    /** Called by Jazzer before all else, with the name of a target. */
    public static void fuzzerInitialize(String[] arguments) throws Exception {
        target = FuzzTarget.of(arguments[0]);
        trial = target.trial();
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        trial.run(target.shaped(input));
    }
}
