// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.config.ConnectionTablesConfig;
import io.flowobserver.config.MonitorConfig;
import io.flowobserver.config.SourceConfig;
import io.flowobserver.proto.node.Unseen;
import io.flowobserver.proto.node.UnseenKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlindSpotsTest {
    private static final SourceConfig BPF = new SourceConfig.Bpf(
            SourceConfig.Bpf.DEFAULT_PERF_RING_PAGES,
            List.of(),
            false,
            false,
            MonitorConfig.DEFAULT,
            ConnectionTablesConfig.DEFAULT);
    private static final SourceConfig REPLAY =
            new SourceConfig.Replay(Path.of("x.pcap"), SourceConfig.Speed.MAX, SourceConfig.Time.ORIGINAL, false);

    @Test
    void of_devicesOnly_seesNeitherDropsNorVerdictsNorL7() {
        assertThat(BlindSpots.of(List.of(BPF), true))
                .extracting(Unseen::getKind)
                .containsExactly(
                        UnseenKind.UNSEEN_KIND_DROPS,
                        UnseenKind.UNSEEN_KIND_POLICY_VERDICTS,
                        UnseenKind.UNSEEN_KIND_L7);
        assertThat(BlindSpots.of(List.of(BPF), true)).allSatisfy(spot -> {
            assertThat(spot.getWhat()).isNotEmpty();
            assertThat(spot.getWhy()).contains("no setting changes that");
            assertThat(spot.getRemedy()).as("nothing helps").isEmpty();
        });
    }

    @Test
    void of_recordingsOnly_seesNothingOfTheNode() {
        assertThat(BlindSpots.of(List.of(REPLAY), true)).singleElement().satisfies(spot -> assertThat(spot.getKind())
                .isEqualTo(UnseenKind.UNSEEN_KIND_TRAFFIC));
    }

    @Test
    void of_devicesAndRecording_missesNothingForCertain() {
        assertThat(BlindSpots.of(List.of(BPF, REPLAY), true)).isEmpty();
    }

    @Test
    void of_noInventory_knowsNoNames() {
        assertThat(BlindSpots.of(List.of(BPF, REPLAY), false))
                .extracting(Unseen::getKind)
                .containsExactly(UnseenKind.UNSEEN_KIND_NAMES);
    }

    @Test
    void line_remedies_standInBrackets() {
        assertThat(BlindSpots.line(BlindSpots.of(List.of(BPF), false)))
                .isEqualTo("dropped packets, policy verdicts, L7 requests, names of pods"
                        + " (give --inventory=file:FILE)");
        assertThat(BlindSpots.line(List.of())).isEmpty();
    }
}
