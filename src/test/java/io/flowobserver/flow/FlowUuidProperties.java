// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class FlowUuidProperties {
    private static final long SEQUENCES = 1L << 60;

    @Property
    void write_anySequence_isAVersion4Uuid(
            @ForAll long high, @ForAll long low, @ForAll @LongRange(min = 0, max = SEQUENCES - 1) long sequence) {
        FlowUuid uuids = new FlowUuid(high, low);
        byte[] text = new byte[36];
        assertThat(uuids.write(sequence, text, 0)).isEqualTo(36);
        String written = new String(text, StandardCharsets.US_ASCII);
        UUID uuid = UUID.fromString(written);
        assertThat(uuid).hasToString(written);
        assertThat(uuid.version()).isEqualTo(4);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(uuid.getMostSignificantBits()).isEqualTo(uuids.high(sequence));
        assertThat(uuid.getLeastSignificantBits()).isEqualTo(uuids.low(sequence));
    }

    @Example
    void high_manySequences_neverRepeats() {
        FlowUuid uuids = new FlowUuid();
        Set<Long> seen = new HashSet<>();
        for (long sequence = 0; sequence < 200_000; sequence++) {
            assertThat(seen.add(uuids.high(sequence))).isTrue();
            assertThat(seen.add(uuids.high(SEQUENCES - 1 - sequence))).isTrue();
        }
    }
}
