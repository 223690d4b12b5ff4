// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.metrics.expose.Exposition;
import io.flowobserver.metrics.expose.OwnMetrics;
import io.flowobserver.reader.registry.OpenReader;
import io.flowobserver.reader.registry.ReaderIdentity;
import io.flowobserver.reader.registry.ReaderKind;
import io.flowobserver.reader.registry.Readers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReaderMetricsTest {
    private final Readers readers = new Readers();
    private final AtomicLong written = new AtomicLong(1_000);
    private final Exposition exposition = MetricsListeners.exposition();

    @Test
    void showReaders_readersThatAreBehind_tellsTheGreatestLagOfAKind() {
        try (OwnMetrics own = exposition.own()) {
            DaemonMeterBinder.showReaders(own, readers);
            assertThat(page())
                    .contains("observer_readers{kind=\"grpc\"} 0.0", "observer_readers{kind=\"http\"} 0.0")
                    .contains("observer_reader_lag_flows{kind=\"grpc\"} 0.0");
            open(ReaderKind.GRPC).progress(990, 0);
            OpenReader slow = open(ReaderKind.GRPC);
            slow.progress(600, 0);
            slow.missed(50);
            written.set(1_100);
            assertThat(page())
                    .contains("observer_readers{kind=\"grpc\"} 2.0", "observer_readers{kind=\"http\"} 0.0")
                    .contains("observer_reader_lag_flows{kind=\"grpc\"} 500.0")
                    .contains("observer_reader_lag_flows{kind=\"http\"} 0.0")
                    .contains("observer_readers_lapped_total 1.0", "observer_readers_skipped_flows_total 50.0");
            slow.close();
            assertThat(page())
                    .contains("observer_readers{kind=\"grpc\"} 1.0")
                    .contains("observer_reader_lag_flows{kind=\"grpc\"} 110.0")
                    .contains("observer_readers_skipped_flows_total 50.0");
        }
    }

    private OpenReader open(ReaderKind kind) {
        return readers.open(new ReaderIdentity(kind, "test"), written::get);
    }

    private String page() {
        return new String(exposition.page(Exposition.TYPES.get(0)).body(), StandardCharsets.UTF_8);
    }
}
