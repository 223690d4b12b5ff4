// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.cli.answer.FlowTally;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.config.ListenConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The texts that a demo prints before and after its flows, without the last line end. */
record DemoText(String server, String command) {
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
        StringBuilder out = new StringBuilder("\n");
        tally.summary(time).appendText(out);
        String next = listener.isEmpty() ? ListenConfig.DEFAULT_URL : server;
        return out.append("\nNext, observe this host's own traffic, and run a client in another terminal:\n  ")
                .append(command)
                .append(" serve")
                .append(listener.map(url -> " --listen-client-urls " + url).orElse(""))
                .append("\n  ")
                .append(observe(next, "--follow"));
    }

    private String observe(String from, String flags) {
        return command + " observe --server " + from + " " + flags;
    }
}
