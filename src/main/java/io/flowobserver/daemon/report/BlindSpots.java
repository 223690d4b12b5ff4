// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.report;

import io.flowobserver.config.ServeConfig;
import io.flowobserver.config.SourceConfig;
import io.flowobserver.proto.node.Unseen;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a daemon cannot see, whatever happens on its node, because of the sources that it has. Decided here alone. */
public final class BlindSpots {
    private static final String DEVICES_ONLY = "the programs at network devices see only packets that pass";

    private BlindSpots() {}

    /** Returns what cannot be seen with a configuration; empty if nothing is known to be missing. */
    public static List<Unseen> of(ServeConfig config) {
        List<SourceConfig> sources = config.sources().list();
        List<Unseen> unseen = new ArrayList<>();
        if (sources.stream().allMatch(SourceConfig::observesDevices)) {
            for (String what : List.of("dropped packets", "policy verdicts", "bytes", "L7 requests")) {
                unseen.add(unseen(what, DEVICES_ONLY, ""));
            }
        }
        if (sources.stream().noneMatch(SourceConfig::observesDevices)) {
            unseen.add(unseen("traffic of this node", "all sources are recordings", "give --source=bpf"));
        }
        if (config.inventory().isEmpty()) {
            unseen.add(unseen("names of pods", "there is no inventory", "give --inventory=file:FILE"));
        }
        return List.copyOf(unseen);
    }

    /** Returns the same in one line for the log. */
    public static String line(List<Unseen> unseen) {
        return unseen.stream()
                .map(spot -> spot.getWhat() + (spot.getRemedy().isEmpty() ? "" : " (" + spot.getRemedy() + ")"))
                .collect(Collectors.joining(", "));
    }

    private static Unseen unseen(String what, String why, String remedy) {
        return Unseen.newBuilder().setWhat(what).setWhy(why).setRemedy(remedy).build();
    }
}
