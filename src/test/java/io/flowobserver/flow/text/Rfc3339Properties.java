// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class Rfc3339Properties {
    private static final long DAY = 86_400_000_000_000L;

    @Property
    void write_anyTime_readsBackTheSame(@ForAll @LongRange(min = 0) long nanos) {
        check(nanos);
    }

    @Property(tries = 1)
    void write_everyDay_hasItsDate() {
        for (long nanos = 0; nanos >= 0; nanos += DAY) {
            check(nanos);
        }
        check(Long.MAX_VALUE);
    }

    private static void check(long nanos) {
        byte[] out = new byte[Rfc3339.LENGTH + 2];
        Arrays.fill(out, (byte) '#');
        Rfc3339.write(nanos, out, 1);
        String text = new String(out, StandardCharsets.US_ASCII);
        assertThat(text).startsWith("#").endsWith("Z#");
        assertThat(Instant.parse(text.substring(1, text.length() - 1))).isEqualTo(Instant.ofEpochSecond(0, nanos));
    }
}
