// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.metrics.request.MetricSpec;
import org.junit.jupiter.api.Test;

class SideKeysTest {
    @Test
    void put_moreThanRemembered_startsAnew() {
        ContextOptions options = ContextOptions.of(MetricSpec.parse("flow:sourceContext=ip", Generation.V1_19), false);
        SideKeys keys = new SideKeys(options.of(ContextSide.SOURCE));
        FlowWriter row = new FlowWriter();
        for (int peer = 0; peer < 3 * SideKeys.MAX_ENTRIES; peer++) {
            row.clear();
            row.addFlags(FlowFlags.SOURCE_ADDRESS);
            row.sourceAddress(0, 0xFFFF_0A00_0000L + peer);
            assertThat(keys.get(row.view(), 0)).isEqualTo(SideKeys.NONE);
            keys.put(row.view(), 0, peer);
            assertThat(keys.get(row.view(), 0)).isEqualTo(peer);
            assertThat(keys.entries()).isBetween(1, SideKeys.MAX_ENTRIES);
        }
    }

    @Test
    void get_addressMeantAsIpv6_isAnotherKey() {
        ContextOptions options = ContextOptions.of(MetricSpec.parse("flow:sourceContext=ip", Generation.V1_19), false);
        SideKeys keys = new SideKeys(options.of(ContextSide.SOURCE));
        FlowWriter row = new FlowWriter();
        row.addFlags(FlowFlags.SOURCE_ADDRESS);
        row.sourceAddress(0, 0xFFFF_0A00_0001L);
        keys.put(row.view(), 1, 7);
        assertThat(ContextSide.SOURCE.address(row.view())).isEqualTo("10.0.0.1");
        row.addFlags(FlowFlags.SOURCE_MEANT_AS_IPV6);
        assertThat(ContextSide.SOURCE.address(row.view())).isEqualTo("::ffff:10.0.0.1");
        assertThat(keys.get(row.view(), 1)).isEqualTo(SideKeys.NONE);
    }
}
