// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowobserver.config.ConfigException;
import io.flowobserver.config.MonitorConfig.Halves;
import io.flowobserver.config.MonitorConfig.PacketRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketRuleParserTest {
    @Test
    void parse_actionAlone_matchesEverything() {
        assertThat(PacketRuleParser.parse("allow"))
                .isEqualTo(new PacketRule(true, Halves.ZERO, Halves.ZERO, 0, 65_535, 0, 0));
    }

    @Test
    void parse_allKeys_setsEach() {
        assertThat(PacketRuleParser.parse("deny cidr=10.1.2.3/8 port=8000-8999, protocol=TCP endpoint=7"))
                .isEqualTo(new PacketRule(
                        false,
                        new Halves(0, 0x0000_ffff_0a00_0000L),
                        new Halves(-1, 0xffff_ffff_ff00_0000L),
                        8_000,
                        8_999,
                        6,
                        7));
    }

    @Test
    void parse_ipv6NetworkAndNumbers_areRead() {
        assertThat(PacketRuleParser.parse("allow cidr=fd00::/8 port=53 protocol=47"))
                .isEqualTo(
                        new PacketRule(true, new Halves(0xfd00L << 48, 0), new Halves(0xffL << 56, 0), 53, 53, 47, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                  | begins with allow or deny",
                "drop port=53        | begins with allow or deny",
                "deny ports=53       | \"ports=53\" is none of cidr=, port=, protocol=, endpoint=",
                "deny 10.0.0.0/8     | \"10.0.0.0/8\" is none of",
                "deny cidr=10.0.0/8  | \"10.0.0/8\" is no network",
                "deny port=0         | \"0\" is no port; give 1 to 65535",
                "deny port=9-8       | end before they begin",
                "deny port=          | \"\" is no port",
                "deny protocol=tpc   | \"tpc\" is no protocol",
                "deny endpoint=70000 | \"70000\" is no endpoint's id"
            })
    void parse_garbage_namesItAndTheRemedy(String text, String message) {
        assertThatThrownBy(() -> PacketRuleParser.parse(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--bpf-filter: ")
                .hasMessageContaining(message);
    }
}
