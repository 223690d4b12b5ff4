// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.cli.console.SafeText;
import io.flowobserver.config.ListenConfig;
import io.flowobserver.filter.flags.GoDuration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The texts that a demo prints before and after its flows, without the last line end. */
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
                                ? "A small node in its own network namespaces, with real traffic."
                                : "A recording of a small node.")
                .append(" Pods: default/client, shop/web, kube-system/dns, other-ns/client.\nServed at ")
                .append(String.join(", ", listeners))
                .append("; try in another terminal:\n  ")
                .append(observe(server, "--follow --to-pod shop/web"))
                .append("\nCtrl-C ends the demo")
                .append(live ? " and removes everything that it created.\n" : ".\n");
    }

    /**
     * Returns the summary and the commands to try next.
     *
     * @param listener the address that the user chose for the demo, which the suggested command keeps; empty if none
     */
    StringBuilder ending(FlowTally tally, Duration time, Optional<String> listener) {
        StringBuilder out = new StringBuilder("\n")
                .append(tally.flows())
                .append(" flows in ")
                .append(GoDuration.format(Duration.ofMillis((time.toMillis() + 50) / 100 * 100)))
                .append(tally.lost() == 0 ? ", none lost\n" : ", " + tally.lost() + " events lost\n");
        row(out, "by verdict", tally.verdicts());
        row(out, "by protocol", tally.protocols());
        row(out, "by IP version", tally.families());
        String next = listener.isEmpty() ? ListenConfig.DEFAULT_URL : server;
        return out.append("Next, observe this host's own traffic, and run a client in another terminal:\n  ")
                .append(command)
                .append(" serve")
                .append(listener.map(url -> " --listen-client-urls " + url).orElse(""))
                .append("\n  ")
                .append(observe(next, "--follow"));
    }

    private String observe(String from, String flags) {
        return command + " observe --server " + from + " " + flags;
    }

    private static void row(StringBuilder out, String label, Map<String, Long> counts) {
        out.append("  ").append(label).append(" ".repeat(LABEL_WIDTH - label.length()));
        out.append(counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", ")));
        out.append('\n');
    }
}
