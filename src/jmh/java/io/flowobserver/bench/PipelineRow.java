// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import io.flowobserver.proto.observer.GetFlowsRequest;

/** One way to run the pipeline, with what its rounds gave. */
final class PipelineRow {
    private static final GetFlowsRequest FOLLOW =
            GetFlowsRequest.newBuilder().setFollow(true).build();

    private final String name;
    private final Road road;
    private final boolean followed;
    private final Meter meter;
    private final double[] received;
    private int rounds;

    PipelineRow(String name, Road road, boolean followed, int rounds) {
        this.name = name + (followed ? ", one follower" : ", nobody follows");
        this.road = road;
        this.followed = followed;
        this.meter = new Meter(rounds);
        this.received = new double[rounds];
    }

    String name() {
        return name;
    }

    Meter meter() {
        return meter;
    }

    boolean isFollowed() {
        return followed;
    }

    /** Flows a second that the follower got. */
    double received() {
        return Meter.median(received);
    }

    /** Sends the workload down the road for a while. */
    void round(long millis) {
        if (followed) {
            followedRound(millis);
        } else {
            meter.round(road::replayOnce, Workload.EVENTS, millis);
        }
    }

    private void followedRound(long millis) {
        try (Client client = new Client(road.socket)) {
            client.start(FOLLOW);
            while (client.flows() == 0) {
                road.replayOnce();
            }
            long before = client.flows();
            long start = System.nanoTime();
            meter.round(road::replayOnce, Workload.EVENTS, millis);
            received[rounds++] = (client.flows() - before) * 1e9 / (System.nanoTime() - start);
        }
    }
}
