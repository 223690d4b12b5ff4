// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs all that {@code make bench} measures in Java, or only the groups that are named. */
public final class Bench {
    /** A follower that goes while it is being sent to is no news here. Held, or its level would be forgotten. */
    private static final Logger STREAM_ERRORS = Logger.getLogger("io.grpc.netty");

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        STREAM_ERRORS.setLevel(Level.SEVERE);
        Set<String> groups = arguments.length == 0
                ? Set.of("pipeline", "ingest", "kinds", "streams", "waits", "parts")
                : Set.of(arguments);
        Report report = new Report();
        report.machine();
        BenchInventory world = new BenchInventory();
        ByteBuffer capture = BenchCapture.capture(world);
        if (groups.contains("pipeline")) {
            PipelineBench.run(world, capture, report);
        }
        if (groups.contains("ingest")) {
            PipelineBench.ingest(world, capture, report);
        }
        if (groups.contains("kinds")) {
            KindsBench.run(report);
        }
        if (groups.contains("streams")) {
            StreamBench.run(world, capture, report);
        }
        if (groups.contains("waits")) {
            FirstFlowBench.run(world, capture, report);
            LatencyBench.run(world, capture, report);
            FollowersBench.run(world, capture, report);
        }
        if (groups.contains("parts")) {
            report.parts();
        }
    }
}
