// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void waitingBytes_allStreams_stayWithinABound() {
        long sum = 0;
        for (int open = 1; open <= Limits.STREAMS; open++) {
            sum += Limits.waitingBytes(open);
        }
        assertThat(Limits.waitingBytes(0)).isEqualTo(256 << 10);
        assertThat(Limits.waitingBytes(16)).isEqualTo(256 << 10);
        assertThat(Limits.waitingBytes(Limits.STREAMS)).isEqualTo(4 << 10);
        assertThat(sum).isLessThan(24 << 20);
    }
}
