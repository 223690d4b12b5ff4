// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.observer.GetFlowsRequest;

/** One way to run the pipeline, with what its rounds gave. */
final class PipelineRow {
    private static final GetFlowsRequest FOLLOW =
            GetFlowsRequest.newBuilder().setFollow(true).build();

    private final String name;
    private final BenchServer road;
    private final int followers;
    private final CostMeter meter;
    private final double[] received;
    private int rounds;

    /** @param followers the first of whom wants all flows, the others a few each */
    PipelineRow(String name, BenchServer road, int followers, int rounds) {
        this.name = name
                + switch (followers) {
                    case 0 -> ", nobody follows";
                    case 1 -> ", one follower";
                    default -> ", " + followers + " followers";
                };
        this.road = road;
        this.followers = followers;
        this.meter = new CostMeter(rounds);
        this.received = new double[rounds];
    }

    String name() {
        return name;
    }

    CostMeter meter() {
        return meter;
    }

    boolean isFollowed() {
        return followers > 0;
    }

    /** Flows a second that the followers got. */
    double received() {
        return CostMeter.median(received);
    }

    /** Sends the workload down the road for a while. */
    void round(long millis) {
        if (followers > 0) {
            followedRound(millis);
        } else {
            meter.round(road::replayOnce, BenchCapture.EVENTS, millis);
        }
    }

    private void followedRound(long millis) {
        try (Client client = new Client(road.socket)) {
            for (int i = 0; i < followers; i++) {
                client.start(i == 0 ? FOLLOW : filtered(i));
            }
            while (client.flows() == 0) {
                road.replayOnce();
            }
            long before = client.flows();
            long start = System.nanoTime();
            meter.round(road::replayOnce, BenchCapture.EVENTS, millis);
            received[rounds++] = (client.flows() - before) * 1e9 / (System.nanoTime() - start);
        }
    }

    private static GetFlowsRequest filtered(int number) {
        FlowFilter.Builder filter = FlowFilter.newBuilder();
        switch (number % 4) {
            case 0 -> filter.addSourcePort(Integer.toString(20_000 + number));
            case 1 -> filter.addSourceIp("10." + number + ".0.0/16");
            case 2 -> filter.addDestinationPod("default/pod-" + number + "-");
            default -> filter.addSourceLabel("k8s:app.kubernetes.io/name=app-" + number);
        }
        return FOLLOW.toBuilder().addWhitelist(filter).build();
    }
}
