// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesConfigTest {
    private static final SourceConfig.Bpf BPF =
            new SourceConfig.Bpf(1, List.of(), false, false, MonitorConfig.DEFAULT, ConnectionTablesConfig.DEFAULT);
    private static final SourceConfig.ReplayFlags FLAGS =
            new SourceConfig.ReplayFlags(SourceConfig.Speed.MAX, SourceConfig.Time.NOW, false);

    @Test
    void of_severalSources_keepsTheirOrderAndNames() {
        SourcesConfig config = sources("replay:/b", "bpf", "replay:/a");
        assertThat(config.list()).extracting(SourceConfig::name).containsExactly("replay:/b", "bpf", "replay:/a");
        assertThat(config.list()).extracting(SourceConfig::kind).containsExactly("replay", "bpf", "replay");
    }

    @Test
    void of_sameSourceTwice_isRefused() {
        assertThatThrownBy(() -> sources("bpf", "replay:/a", "bpf"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--source: \"bpf\" is given twice; a source can be read only once");
        String here = Path.of("a").toAbsolutePath().toString();
        assertThatThrownBy(() -> sources("replay:a", "replay:b/.././a"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--source: \"replay:" + here + "\" is given twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "255KiB", "1025MiB", "1TiB"})
    void of_queueSizeOutOfRange_isRefused(String size) {
        assertThatThrownBy(() -> SourcesConfig.of(List.of(BPF), OptionalInt.empty(), size))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--source-queue-bytes: \"" + size + "\" is out of range; give 256KiB to 1GiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"256KiB", "1GiB", SourcesConfig.DEFAULT_QUEUE_BYTES})
    void of_queueSizeInRange_isTaken(String size) {
        assertThat(SourcesConfig.of(List.of(BPF), OptionalInt.empty(), size).queueBytes())
                .isEqualTo((int) ByteSize.parse("", size));
    }

    @Test
    void of_negativeRetryLimit_isRefused() {
        assertThatThrownBy(() -> SourcesConfig.of(List.of(BPF), OptionalInt.of(-1), "1MiB"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--source-retry-limit: -1 is not a number of retries");
    }

    private static SourcesConfig sources(String... texts) {
        List<SourceConfig> list = List.of(texts).stream()
                .map(text -> SourceConfig.parse(text, BPF, FLAGS))
                .toList();
        return SourcesConfig.of(list, OptionalInt.empty(), SourcesConfig.DEFAULT_QUEUE_BYTES);
    }
}
