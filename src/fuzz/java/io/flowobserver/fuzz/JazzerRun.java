// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run of Jazzer came to, in a process of its own.
 *
 * @param coverage branches reached
 * @param problem empty if there was none
 */
record JazzerRun(long executions, long coverage, String problem) {
    private static final Pattern EXECUTIONS = Pattern.compile("number_of_executed_units: +(\\d+)");
    private static final Pattern COVERAGE = Pattern.compile("cov: (\\d+)");
    private static final Pattern PROBLEM = Pattern.compile("(?:== Java Exception:|== ERROR:|==\\d+== ERROR:) *(.+)");
    private static final String OURS = "io.flowobserver.**";
    private static final String NOT_OURS = "io.flowobserver.proto.**:io.flowobserver.fuzz.**";
    /** For the start of the JVM and the vectors. */
    private static final int GRACE_SECONDS = 120;

    static JazzerRun of(FuzzTarget target, FuzzDirectory workplace, int seconds)
            throws IOException, InterruptedException {
        Path log = workplace.log();
        Process jazzer = new ProcessBuilder(command(target, workplace, seconds))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(jazzer::destroyForcibly));
        if (!jazzer.waitFor(seconds + GRACE_SECONDS, TimeUnit.SECONDS)) {
            jazzer.destroyForcibly().waitFor();
        }
        String text = Files.readString(log);
        String problem = jazzer.exitValue() == 0 ? "" : last(PROBLEM, text, "ended with " + jazzer.exitValue());
        return new JazzerRun(
                Long.parseLong(last(EXECUTIONS, text, "0")), Long.parseLong(last(COVERAGE, text, "0")), problem);
    }

    private static List<String> command(FuzzTarget target, FuzzDirectory workplace, int seconds) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FuzzEntry.class.getName(),
                "--target_args=" + target.label(),
                "--instrumentation_includes=" + OURS + ":com.google.gson.stream.**",
                "--instrumentation_excludes=" + NOT_OURS,
                "--custom_hook_includes=" + OURS,
                "--custom_hook_excludes=" + NOT_OURS,
                "--trace=cov:cmp:div:indir"));
        command.addAll(List.of(
                "--reproducer_path=" + workplace.findings(),
                "-artifact_prefix=" + workplace.findings() + "/",
                "-dict=" + workplace.dictionary(),
                "-max_len=" + target.longest(),
                "-max_total_time=" + seconds,
                "-timeout=10",
                "-print_final_stats=1",
                workplace.corpus().toString()));
        return command;
    }

    private static String last(Pattern pattern, String text, String otherwise) {
        Matcher matcher = pattern.matcher(text);
        String last = otherwise;
        while (matcher.find()) {
            last = matcher.group(1);
        }
        return last;
    }
}
