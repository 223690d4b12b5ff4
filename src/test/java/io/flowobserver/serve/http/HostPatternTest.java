// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPatternTest {
    @ParameterizedTest
    @CsvSource({
        "node.example, node.example, true",
        "Node.Example., node.EXAMPLE, true",
        "node.example, a.node.example, false",
        "*.example, a.example, true",
        "*.example, a.b.Example.:80, true",
        "*.example, example, false",
        "*.example, aexample, false",
        "*.0.0.1, 10.0.0.1, false",
        "10.0.0.1, 10.0.0.1:80, true",
        "10.0.0.1, 10.0.0.2, false",
        "[fd00::1], [fd00:0::1], true",
        "fd00::1, [fd00::1]:80, true",
        "*, anything, true",
        "*, 192.0.2.1, true"
    })
    void matches_hosts(String pattern, String authority, boolean expected) {
        RequestHost host = RequestHost.ofAuthority(authority).orElseThrow();
        assertThat(HostPattern.parse(pattern).matches(host)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*.", "a:80", "*.10.0.0.1", "a*", "a.*", "**", "a b", "a..b", "http://a", "[a]", "."})
    void parse_noHost_saysWhatIsExpected(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostPattern.parse(text))
                .withMessage("\"" + text
                        + "\" is no host; give a name or an address without a port, *.domain, or * for any");
    }

    @Test
    void exactly_noHost_isEmpty() {
        assertThat(HostPattern.exactly("node")).isPresent();
        assertThat(HostPattern.exactly("*")).isEmpty();
        assertThat(HostPattern.exactly("")).isEmpty();
        assertThat(HostPattern.exactly("0.0.0.0")).isEmpty();
        assertThat(HostPattern.exactly("::")).isEmpty();
        assertThat(HostPattern.exactly("a b")).isEmpty();
    }
}
