// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.config.ConfigException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The flags of the demo. */
final class DemoOptions {
    private static final List<String> BROUGHT = List.of("--source", "--interfaces", "--inventory");

    @Option(names = "--demo", description = "build a small node in network namespaces, show its traffic, remove it")
    private boolean demo;

    @Option(
            names = "--demo-duration",
            paramLabel = "TIME",
            description = "end the demo after this time, e.g. 30s (default: run until it is stopped)")
    private @Nullable String duration;

    /**
     * Returns whether the user asked for a demo.
     *
     * @throws ConfigException if another flag contradicts the demo, or if a demo flag is given without {@code --demo}
     */
    boolean wanted(CommandLine.ParseResult given) {
        if (!demo && duration != null) {
            throw new ConfigException("--demo-duration: there is no demo to end; give --demo as well");
        }
        if (demo) {
            BROUGHT.stream().filter(given::hasMatchedOption).findFirst().ifPresent(flag -> {
                throw new ConfigException(flag + ": the demo has its own; leave out " + flag + " or --demo");
            });
        }
        return demo;
    }

    Optional<Duration> duration() {
        return Optional.ofNullable(duration).map(text -> TimeFlag.positive("--demo-duration", text, "30s or 5m"));
    }
}
