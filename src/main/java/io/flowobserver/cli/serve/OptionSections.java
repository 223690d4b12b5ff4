// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.serve;

import io.flowobserver.cli.console.HelpSection;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The sections in the help of commands that have many flags. */
public enum OptionSections {
    LISTENERS("Where flows are served", "--listen", "--advertise", "--tls", "--http", "--no-http", "--grpc", "--idle"),
    SOURCE("Where events come from", "--source", "--interfaces", "--observe-arp", "--perf", "--clsact"),
    MONITOR("Which packets are reported", "--monitor", "--bpf"),
    REPLAY("How a capture is replayed", "--replay"),
    NODE("This node and its endpoints", "--inventory", "--node", "--cluster"),
    DECODING("How events become flows", "--network-policy", "--skip-unknown", "--cilium", "--ip-tracing"),
    REDACTION("What is hidden in requests", "--redact"),
    RING("How many flows are kept (one of these)", "--max-flows", "--ring"),
    METRICS("What is counted", "--metric", "--dynamic-metrics"),
    RECORDING("What is written to a capture", "--record", "--count", "--duration"),
    DEMO("A demonstration", "--demo"),
    GENERAL("General", "--config", "--help");

    private final String heading;
    private final List<String> beginnings;

    OptionSections(String heading, String... beginnings) {
        this.heading = heading;
        this.beginnings = Arrays.asList(beginnings);
    }

    /** Makes each command with {@code --config} show its flags by section. */
    public static void arrange(CommandLine root) {
        for (CommandLine command : root.getSubcommands().values()) {
            if (ConfigOption.isOf(command.getCommandSpec())) {
                command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, OptionSections::render);
            }
        }
    }

    String heading() {
        return heading;
    }

    boolean holds(OptionSpec option) {
        return beginnings.stream().anyMatch(option.longestName()::startsWith);
    }

    private static String render(Help help) {
        return HelpSection.render(
                help,
                Arrays.stream(values())
                        .map(section -> new HelpSection(section.heading, section::holds))
                        .toList());
    }
}
