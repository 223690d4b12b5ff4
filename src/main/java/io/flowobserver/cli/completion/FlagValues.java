// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.completion;

import io.flowobserver.flow.text.FlowText;
import io.flowobserver.flow.text.TimeFormat;
import io.flowobserver.proto.flow.DropReason;
import io.flowobserver.proto.flow.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.OptionSpec;

/** The values that a flag can have, as far as they are words. */
final class FlagValues {
    private static final Pattern CHOICE = Pattern.compile("[a-z0-9-]+(\\|[a-z0-9-]+)+");

    private FlagValues() {}

    /** Returns the values of a flag of a command; none if they cannot be listed. */
    static List<String> of(OptionSpec option, String path) {
        if (option.completionCandidates() != null) {
            List<String> words = new ArrayList<>();
            option.completionCandidates().forEach(words::add);
            return words;
        }
        if (CHOICE.matcher(option.paramLabel()).matches()) {
            return List.of(option.paramLabel().split("\\|", -1));
        }
        return switch (option.longestName()) {
            case "--output" -> formats(path);
            case "--color" -> List.of("auto", "always", "never");
            case "--verdict" -> names(Verdict.values());
            case "--drop-reason-desc" -> names(DropReason.values());
            case "--traffic-direction" -> List.of("ingress", "egress");
            case "--type" ->
                List.of("agent", "capture", "debug", "drop", "l7", "policy-verdict", "trace", "trace-sock");
            case "--protocol" -> List.of("dns", "http", "icmp", "sctp", "tcp", "udp");
            case "--identity", "--from-identity", "--to-identity" ->
                FlowText.RESERVED_IDENTITIES.subList(1, FlowText.RESERVED_IDENTITIES.size());
            case "--http-method" -> List.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");
            case "--time-format" -> TimeFormat.NAMES;
            default -> List.of();
        };
    }

    private static List<String> formats(String path) {
        return path.startsWith("list")
                ? List.of("json", "table", "wide")
                : path.equals("status")
                        ? List.of("compact", "dict", "json", "table")
                        : List.of("compact", "dict", "json", "jsonpb", "table");
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(Enum::name)
                .filter(name -> !name.equals("UNRECOGNIZED"))
                .toList();
    }
}
