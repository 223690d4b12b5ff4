// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.entity.Policies;
import io.flowobserver.flow.row.Directions;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An entry is written {@code identity/protocol/port/prefix}, with {@code !} in front if it denies, and has that name. */
class PolicyTableTest {
    private static final int TCP = 6;

    /** For a packet of identity 7 to TCP 8085. The last column is the entry that decides; none if it is empty. */
    @ParameterizedTest
    @CsvSource({
        // Which entries cover the packet.
        "7/6/8085/16, 7/6/8085/16",
        "7/6/8084/16, ''",
        "7/6/8080/12, 7/6/8080/12",
        "7/6/8080/14, ''",
        "7/6/8192/3, ''",
        "7/6/0/1, 7/6/0/1",
        "7/6/0/0, 7/6/0/0",
        "7/0/0/0, 7/0/0/0",
        "7/17/8085/16, ''",
        "7/17/0/0, ''",
        "8/6/8085/16, ''",
        "8/0/0/0, ''",
        "0/6/8085/16, 0/6/8085/16",
        "0/0/0/0, 0/0/0/0",
        // Of one identity, the most specific one.
        "7/0/0/0 7/6/0/0 7/6/8080/12 7/6/8085/16, 7/6/8085/16",
        "7/0/0/0 7/6/0/0 7/6/8080/10 7/6/8080/12, 7/6/8080/12",
        "7/0/0/0 7/6/0/0, 7/6/0/0",
        "!7/6/0/0 7/6/8085/16, 7/6/8085/16",
        // Of the two identities, one that denies.
        "7/6/8085/16 !0/0/0/0, !0/0/0/0",
        "!7/0/0/0 0/6/8085/16, !7/0/0/0",
        "!7/0/0/0 !0/6/8085/16, !7/0/0/0",
        "!7/6/8085/16 !0/0/0/0, !7/6/8085/16",
        // If both allow, that of the identity, unless it is the more specific one.
        "7/6/8085/16 0/6/8085/16, 7/6/8085/16",
        "7/6/8080/12 0/6/8085/16, 7/6/8080/12",
        "7/6/8085/16 0/6/8080/12, 0/6/8080/12",
        "7/0/0/0 0/6/8085/16, 7/0/0/0",
        "7/6/8085/16 0/0/0/0, 0/0/0/0",
        "7/6/0/0 0/0/0/0, 0/0/0/0",
        "7/0/0/0 0/0/0/0, 7/0/0/0",
    })
    void covering_entries_theOneThatDecides(String entries, String deciding) throws Exception {
        PolicyTable table = table(entries);
        assertThat(name(table.covering(Directions.EGRESS, 7, TCP, 8085, false))).isEqualTo(deciding);
        assertThat(table.covering(Directions.INGRESS, 7, TCP, 8085, false)).isNull();
    }

    @Test
    void covering_identityUnknown_isThatOfAnyIdentity() throws Exception {
        assertThat(name(table("0/6/8080/12 7/6/8085/16").covering(Directions.EGRESS, 0, TCP, 8085, false)))
                .isEqualTo("0/6/8080/12");
    }

    /** Before 1.20: ranges are not found, and nothing covers anything else. */
    @Test
    void find_otherKey_isNone() throws Exception {
        PolicyTable table = table("7/6/8080/12 7/6/80/16 0/0/0/0 7/6/0/0");
        assertThat(name(table.find(Directions.EGRESS, 7, TCP, 80, false))).isEqualTo("7/6/80/16");
        assertThat(name(table.find(Directions.EGRESS, 7, TCP, 0, false))).isEqualTo("7/6/0/0");
        assertThat(table.find(Directions.EGRESS, 7, TCP, 8080, false)).isNull();
        assertThat(table.find(Directions.EGRESS, 7, TCP, 8085, false)).isNull();
        assertThat(table.find(Directions.EGRESS, 8, TCP, 80, false)).isNull();
        assertThat(table.find(Directions.INGRESS, 7, TCP, 80, false)).isNull();
    }

    /** The verdict decides under which name the policies are shown, not whether the entry denies. */
    @Test
    void covering_flowDenied_isNamedSo() throws Exception {
        Policies policies = table("7/6/8085/16").covering(Directions.EGRESS, 7, TCP, 8085, true);
        assertThat(flow(policies).getEgressDeniedByList()).hasSize(1);
        assertThat(flow(policies).getEgressAllowedByList()).isEmpty();
    }

    private static PolicyTable table(String entries) {
        List<PolicyEntry> list = new ArrayList<>();
        for (String name : entries.split(" ", -1)) {
            int[] parts = Stream.of(name.replace("!", "").split("/", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            PolicyKey key = new PolicyKey(Directions.EGRESS, parts[0], parts[1], parts[2], parts[3]);
            list.add(new PolicyEntry(
                    key, name.startsWith("!"), List.of(List.of("k8s:io.cilium.k8s.policy.name=" + name)), List.of()));
        }
        return new PolicyTable(list, 1);
    }

    private static String name(Policies policies) throws Exception {
        return policies == null
                ? ""
                : flow(policies).getEgressAllowedByList().stream()
                        .map(Policy::getName)
                        .findFirst()
                        .orElseThrow();
    }

    private static Flow flow(Policies policies) throws Exception {
        return Flow.parseFrom(policies.encoded());
    }
}
