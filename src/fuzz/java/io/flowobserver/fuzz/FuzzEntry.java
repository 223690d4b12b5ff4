// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

/** Where Jazzer gets in. */
public final class FuzzEntry {
    private static FuzzTarget target;
    private static FuzzCheck trial;
    private static boolean measured;

    private FuzzEntry() {}

    /** Called by Jazzer before all else, with the name of a target and that of a {@link JazzerMode}. */
    public static void fuzzerInitialize(String[] arguments) throws Exception {
        target = FuzzTarget.of(arguments[0]);
        trial = target.trial();
        measured = JazzerMode.valueOf(arguments[1]) == JazzerMode.MEASURED;
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (measured) {
            trial.run(target.shaped(input));
        } else {
            trial.compare(target.shaped(input));
        }
    }
}
