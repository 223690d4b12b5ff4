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
    private static final String NO_DROPS =
            "it sees packets where they pass a network device, and a dropped one passes none;"
                    + " no setting changes that, but \"nstat -az\" on the node counts the kernel's drops";
    private static final String NO_VERDICTS = "it evaluates no policies, and no setting changes that";
    private static final String NO_L7 =
            "it reads the headers of packets and not what they carry, and no setting changes"
                    + " that; ask for the connections instead, as with --port 80";

    private static final String NO_NAMES =
            "there is no inventory, so of addresses it knows only those of this node (host) and those outside the cluster"
                    + " (world)";

    private BlindSpots() {}

    /**
     * Returns what cannot be seen; empty if nothing is known to be missing.
     *
     * @param named whether there is an inventory
     */
    public static List<Unseen> of(List<SourceConfig> sources, boolean named) {
        List<Unseen> unseen = new ArrayList<>();
        if (sources.stream().allMatch(SourceConfig::observesDevices)) {
            unseen.add(unseen(UnseenKind.UNSEEN_KIND_DROPS, NO_DROPS, ""));
            unseen.add(unseen(UnseenKind.UNSEEN_KIND_POLICY_VERDICTS, NO_VERDICTS, ""));
            unseen.add(unseen(UnseenKind.UNSEEN_KIND_L7, NO_L7, ""));
        }
        if (sources.stream().noneMatch(SourceConfig::observesDevices)) {
            unseen.add(unseen(UnseenKind.UNSEEN_KIND_TRAFFIC, "all sources are recordings", "give --source=bpf"));
        }
        if (!named) {
            unseen.add(unseen(UnseenKind.UNSEEN_KIND_NAMES, NO_NAMES, "give --inventory=file:FILE"));
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
