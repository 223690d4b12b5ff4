// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.enrich.Rows;
import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterRangesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "172.32.0.0",
                "100.128.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2001:db9::1",
                "64:ff9b::101:101"
            })
    void usual_addressesThatTheInternetRoutes_areOutside(String address) {
        assertThat(isOutside(ClusterRanges.USUAL, address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "198.19.0.1",
                "203.0.113.9",
                "fc00::1",
                "fdff::1",
                "2001:db8::1"
            })
    void usual_addressesOfSomePrivateNetwork_areInside(String address) {
        assertThat(isOutside(ClusterRanges.USUAL, address)).isFalse();
        assertThat(isOutside(ClusterRanges.of(List.of()), address))
                .as("until somebody says that the cluster is elsewhere")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "127.0.0.1",
                "169.254.169.254",
                "224.0.0.251",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "ff02::fb"
            })
    void of_noRanges_addressesOfALinkOrOfManyAreNotOutside(String address) {
        assertThat(isOutside(ClusterRanges.of(List.of()), address)).isFalse();
    }

    @Test
    void of_ranges_onlyTheseAreInside() {
        ClusterRanges ranges = ClusterRanges.of(List.of(prefix("8.8.0.0/16"), prefix("2a00::/16")));
        assertThat(isOutside(ranges, "8.8.8.8")).isFalse();
        assertThat(isOutside(ranges, "8.9.8.8")).isTrue();
        assertThat(isOutside(ranges, "2a00:1::1")).isFalse();
        assertThat(isOutside(ranges, "2a01:1::1")).isTrue();
        assertThat(isOutside(ranges.and(Set.of(prefix("8.9.0.0/16"))), "8.9.8.8"))
                .isFalse();
    }

    @Test
    void everything_isInside() {
        assertThat(isOutside(ClusterRanges.EVERYTHING, "1.1.1.1")).isFalse();
        assertThat(isOutside(ClusterRanges.EVERYTHING, "2606:4700::1111")).isFalse();
    }

    private static boolean isOutside(ClusterRanges ranges, String text) {
        Prefix address = Rows.address(text);
        return ranges.isOutside(address.high(), address.low());
    }

    private static Prefix prefix(String text) {
        return PrefixParser.parse(text);
    }
}
