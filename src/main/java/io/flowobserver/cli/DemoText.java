// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a demo says before its flows and after them; to be written as lines without their last end. */
record DemoText(String server, String command) {
    private static final int LABEL_WIDTH = 14;

    StringBuilder recorded(String reason) {
        return new StringBuilder("observer: no live demo: ")
                .append(SafeText.of(reason))
                .append("; replaying a recorded one");
    }

    StringBuilder beginning(boolean live, List<String> listeners) {
        return new StringBuilder(
                        live
                                ? "A small node, in network namespaces of its own, with real traffic."
                                : "A small node, as it was recorded.")
                .append(" Pods: default/client, shop/web, kube-system/dns, other-ns/client.\nServed at ")
                .append(String.join(", ", listeners))
                .append("; try in another terminal:\n  ")
                .append(observe("--follow --to-pod shop/web"))
                .append("\nCtrl-C ends the demo")
                .append(live ? " and removes all that it made.\n" : ".\n");
    }

    StringBuilder ending(FlowTally tally, Duration time) {
        StringBuilder out = new StringBuilder("\n")
                .append(tally.flows())
                .append(" flows in ")
                .append(GoDuration.format(Duration.ofMillis((time.toMillis() + 50) / 100 * 100)))
                .append(tally.lost() == 0 ? ", none lost\n" : ", " + tally.lost() + " events lost\n");
        row(out, "by verdict", tally.verdicts());
        row(out, "by protocol", tally.protocols());
        row(out, "by IP version", tally.families());
        return out.append("Try next:\n  ")
                .append(command)
                .append(" serve   # this host's own traffic\n  ")
                .append(observe("--follow"))
                .append("   # from another terminal");
    }

    private String observe(String flags) {
        return command + " observe --server " + server + " " + flags;
    }

    private static void row(StringBuilder out, String label, Map<String, Long> counts) {
        out.append("  ").append(label).append(" ".repeat(LABEL_WIDTH - label.length()));
        out.append(counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", ")));
        out.append('\n');
    }
}
