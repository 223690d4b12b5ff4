// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void admits_asManyAsItMay_untilOneIsClosed() {
        var limiter = new ConnectionLimiter(3);
        List<EmbeddedChannel> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            open.add(new EmbeddedChannel());
            assertThat(limiter.admits(open.get(i))).isTrue();
        }
        assertThat(limiter.admits(new EmbeddedChannel())).isFalse();
        open.get(1).close();
        assertThat(limiter.admits(new EmbeddedChannel())).isTrue();
        assertThat(limiter.admits(new EmbeddedChannel())).isFalse();
    }
}
