// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    @ParameterizedTest
    @CsvSource({"'', '', 0", "abc, abc, 0", "abc, '', 3", "abc, abd, 1", "abc, bc, 1", "kitten, sitting, 3", "ab, ba, 1"
    })
    void distance_isTheFewestChanges(String from, String to, int distance) {
        assertThat(NearestName.distance(from, to)).isEqualTo(distance);
        assertThat(NearestName.distance(to, from)).isEqualTo(distance);
    }

    @Test
    void of_someNames_findsTheNearestOrNone() {
        List<String> names = List.of("ring-bytes", "ring-flows", "source", "node-name");
        assertThat(NearestName.of("ringflows", names)).hasValue("ring-flows");
        assertThat(NearestName.of("sauce", names)).hasValue("source");
        assertThat(NearestName.of("xyz", names)).isEmpty();
    }

    @Test
    void of_otherCaseOrBeginning_findsTheName() {
        assertThat(NearestName.of("dropped", List.of("FORWARDED", "DROPPED"))).hasValue("DROPPED");
        assertThat(NearestName.of("policy", List.of("policy-verdict", "l7"))).hasValue("policy-verdict");
        assertThat(NearestName.of("sny", List.of("SYN", "FIN"))).hasValue("SYN");
        assertThat(NearestName.of("foo", List.of("SYN", "FIN"))).isEmpty();
        assertThat(NearestName.question("foo", List.of("fob"))).isEqualTo(", did you mean \"fob\"?");
        assertThat(NearestName.question("foo", List.of())).isEmpty();
    }
}
