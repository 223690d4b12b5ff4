// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What {@code make fuzz} runs: one target after the other, a line for each, and more about what was found. */
public final class Fuzz {
    private static final String ROW = "%-16s %12s %12s %10s  %s%n";

    private Fuzz() {}

    /**
     * Runs the targets and exits with 1 if one of them broke.
     *
     * @param arguments seconds for each target, and the targets, or none for all
     */
    public static void main(String[] arguments) throws Exception {
        int seconds = Integer.parseInt(arguments[0]);
        List<FuzzTarget> targets = arguments.length == 1
                ? List.of(FuzzTarget.values())
                : Stream.of(arguments).skip(1).map(FuzzTarget::of).toList();
        System.out.printf(ROW, "target", "executions", "a second", "branches", "findings");
        boolean sound = true;
        for (FuzzTarget target : targets) {
            sound &= run(target, seconds);
        }
        System.exit(sound ? 0 : 1);
    }

    private static boolean run(FuzzTarget target, int seconds) throws Exception {
        FuzzDirectory workplace = FuzzDirectory.of(target);
        JazzerRun run = JazzerRun.of(target, workplace, seconds);
        boolean sound = run.problem().isEmpty();
        System.out.printf(
                ROW,
                target.label(),
                run.executions(),
                run.executions() / Math.max(1, seconds),
                run.coverage(),
                sound ? "none" : run.problem());
        if (!sound) {
            explain(target, workplace);
        }
        return sound;
    }

    private static void explain(FuzzTarget target, FuzzDirectory workplace) throws IOException {
        System.out.println("    the log is in " + workplace.findings());
        for (Path input : workplace.found()) {
            String kept = "src/test/resources/fuzz/" + target.label();
            System.out.println("    the input is " + input + "; to keep it as a test that fails until it is mended:");
            System.out.println("      mkdir -p " + kept + " && cp " + input + " " + kept + "/WHAT-IT-IS");
            System.out.println("      mvn -o test -Dtest=FuzzRegressionTest");
        }
    }
}
