// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.serve.listen.Limits;
import org.junit.jupiter.api.Test;

class StreamCountsTest {
    @Test
    void admit_asManyStreamsAsItMay_countsTheRest() {
        var streams = new StreamCounts();
        for (int i = 0; i < Limits.STREAMS; i++) {
            assertThat(streams.admit()).isTrue();
            streams.opened();
        }
        assertThat(streams.admit()).isFalse();
        assertThat(streams.refused()).isEqualTo(1);
        streams.closed();
        assertThat(streams.admit()).isTrue();
    }
}
