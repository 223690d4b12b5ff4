// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.report;

import io.flowobserver.config.SourceConfig;
import io.flowobserver.proto.node.Unseen;
import io.flowobserver.proto.node.UnseenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a daemon cannot see, whatever happens on its node, because of the sources that it has. Decided here alone. */
public final class BlindSpots {
    private static final String DEVICES_ONLY = "the programs at network devices see only packets that pass";

    private BlindSpots() {}

    /**
     * Returns what cannot be seen; empty if nothing is known to be missing.
     *
     * @param named whether there is an inventory
     */
    public static List<Unseen> of(List<SourceConfig> sources, boolean named) {
        List<Unseen> unseen = new ArrayList<>();
        if (sources.stream().allMatch(SourceConfig::observesDevices)) {
            unseen.add(unseen(UnseenKind.UNSEEN_KIND_DROPS, DEVICES_ONLY, ""));
            unseen.add(unseen(UnseenKind.UNSEEN_KIND_POLICY_VERDICTS, DEVICES_ONLY, ""));
            unseen.add(unseen(UnseenKind.UNSEEN_KIND_L7, DEVICES_ONLY, ""));
        }
        if (sources.stream().noneMatch(SourceConfig::observesDevices)) {
            unseen.add(unseen(UnseenKind.UNSEEN_KIND_TRAFFIC, "all sources are recordings", "give --source=bpf"));
        }
        if (!named) {
            unseen.add(unseen(UnseenKind.UNSEEN_KIND_NAMES, "there is no inventory", "give --inventory=file:FILE"));
        }
        return List.copyOf(unseen);
    }

    /** Returns the same in one line for the log. */
    public static String line(List<Unseen> unseen) {
        return unseen.stream()
                .map(spot -> spot.getWhat() + (spot.getRemedy().isEmpty() ? "" : " (" + spot.getRemedy() + ")"))
                .collect(Collectors.joining(", "));
    }

    private static Unseen unseen(UnseenKind kind, String why, String remedy) {
        return Unseen.newBuilder()
                .setKind(kind)
                .setWhat(what(kind))
                .setWhy(why)
                .setRemedy(remedy)
                .build();
    }

    private static String what(UnseenKind kind) {
        return switch (kind) {
            case UNSEEN_KIND_DROPS -> "dropped packets";
            case UNSEEN_KIND_POLICY_VERDICTS -> "policy verdicts";
            case UNSEEN_KIND_L7 -> "L7 requests";
            case UNSEEN_KIND_TRAFFIC -> "traffic of this node";
            case UNSEEN_KIND_NAMES -> "names of pods";
            case UNSEEN_KIND_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException("kind=" + kind);
        };
    }
}
