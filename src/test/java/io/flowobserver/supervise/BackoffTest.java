// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final long SECOND = Backoff.FIRST_NANOS;

    private final Backoff backoff = new Backoff();

    @Test
    void failed_again_doublesUpTo30Seconds() {
        assertThat(LongStream.generate(() -> backoff.failed(0) / SECOND).limit(7))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        assertThat(backoff.failures()).isEqualTo(7);
    }

    @Test
    void failed_afterItWorkedAsLongAsTheDelay_startsFromTheBeginning() {
        backoff.failed(0);
        assertThat(backoff.failed(SECOND - 1)).isEqualTo(2 * SECOND);
        assertThat(backoff.failed(2 * SECOND)).isEqualTo(SECOND);
        assertThat(backoff.failures()).isEqualTo(1);
    }
}
