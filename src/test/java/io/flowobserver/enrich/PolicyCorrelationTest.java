// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.enrich.snapshot.LocalEndpoint;
import io.flowobserver.enrich.snapshot.PolicyEntry;
import io.flowobserver.enrich.snapshot.PolicyLabels;
import io.flowobserver.enrich.snapshot.PolicyTable;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.enrich.snapshot.SnapshotBuilder;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.Policies;
import io.flowobserver.flow.entity.Policies.Decision;
import io.flowobserver.flow.entity.Policies.Policy;
import io.flowobserver.flow.row.Directions;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.row.Verdicts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyCorrelationTest {
    private static final int POLICY_VERDICT = 5;
    private static final int REMOTE_IDENTITY = 2000;
    private static final String LOCAL = "10.0.0.10";
    private static final String REMOTE = "10.1.0.7";
    private static final List<String> RULE = List.of(
            "k8s:io.cilium.k8s.policy.derived-from=NetworkPolicy",
            "k8s:io.cilium.k8s.policy.name=to-web",
            "k8s:io.cilium.k8s.policy.namespace=default");

    private final Attribution attribution = new Attribution(AttributionOptions.DEFAULT);

    @Test
    void apply_entryThatMatched_namesItsPolicies() {
        Policies policies = egress(2, Verdicts.FORWARDED, 0, entry(REMOTE_IDENTITY, 6, 80));
        assertThat(policies.decision()).isEqualTo(Decision.EGRESS_ALLOWED);
        assertThat(policies.policies())
                .containsExactly(new Policy(new PodName("default", "to-web"), RULE, 7, "NetworkPolicy"));
        assertThat(policies.log()).containsExactly("logged");
    }

    /** Every match type asks for one entry only, made of just what it matched by. */
    @ParameterizedTest
    @CsvSource({
        "0, 2000, 6, 80",
        "1, 2000, 0, 0",
        "2, 2000, 6, 80",
        "3, 0, 6, 80",
        "4, 0, 0, 0",
        "5, 2000, 6, 0",
        "6, 0, 6, 0",
        "7, 2000, 6, 80"
    })
    void apply_matchType_decidesWhichEntry(int matchType, int identity, int protocol, int port) {
        assertThat(egress(matchType, Verdicts.REDIRECTED, 0, entry(identity, protocol, port)))
                .isNotNull();
        assertThat(egress(matchType, Verdicts.REDIRECTED, 0, entry(identity, protocol, port + 1)))
                .isNull();
        assertThat(egress(matchType, Verdicts.REDIRECTED, 0, entry(identity, protocol + 1, port)))
                .isNull();
        assertThat(egress(matchType, Verdicts.REDIRECTED, 0, entry(identity + 1, protocol, port)))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"2, 181, true", "2, 133, false", "2, 0, false", "4, 0, false", "3, 0, false", "0, 0, false"})
    void apply_verdict_decidesWhetherPoliciesAreNamed(int verdict, int reason, boolean named) {
        Policies policies = egress(2, verdict, reason, entry(REMOTE_IDENTITY, 6, 80));
        assertThat(policies != null).isEqualTo(named);
        if (policies != null) {
            assertThat(policies.decision()).isEqualTo(Decision.EGRESS_DENIED);
        }
    }

    @Test
    void apply_ingress_looksAtTheDestination() {
        PolicyEntry entry = new PolicyEntry(Directions.INGRESS, REMOTE_IDENTITY, 6, 80, List.of(RULE), List.of());
        FlowWriter row = Rows.trace(REMOTE, LOCAL);
        row.sourceIdentity(REMOTE_IDENTITY);
        Policies policies = applied(row, Directions.INGRESS, 2, Verdicts.FORWARDED, 0, entry);
        assertThat(policies.decision()).isEqualTo(Decision.INGRESS_ALLOWED);
    }

    @Test
    void apply_correlationOff_namesNone() {
        FlowWriter row = verdict(Rows.trace(LOCAL, REMOTE), Directions.EGRESS, 2, Verdicts.FORWARDED, 0);
        row.destinationIdentity(REMOTE_IDENTITY);
        new Attribution(new AttributionOptions(false, true)).apply(snapshot(entry(REMOTE_IDENTITY, 6, 80)), row);
        assertThat(row.view().policies()).isNull();
    }

    /** Type 0 stands where a port would, and port 0 for a port that is not known. */
    @Test
    void apply_icmpEchoReply_namesNone() {
        assertThat(icmp(0)).isNull();
        assertThat(icmp(8)).isNotNull();
    }

    /** The agent keeps rules as text and takes that apart again: a blank ends a label. */
    @Test
    void policies_labelWithBlank_countsAsTwo() {
        assertThat(PolicyLabels.policies(List.of(List.of("k8s:a=b c", "d")), 1))
                .containsExactly(new Policy(PodName.NONE, List.of("k8s:a=b", "c", "d"), 1, ""));
        assertThat(PolicyLabels.policies(List.of(), 1)).isEmpty();
        assertThat(PolicyLabels.policies(List.of(List.of()), 1)).isEmpty();
        assertThat(PolicyLabels.policies(List.of(List.of("a"), List.of("b")), 1))
                .hasSize(2);
    }

    private Policies icmp(int type) {
        FlowWriter row = Rows.trace(LOCAL, REMOTE);
        row.l4Protocol(L4Protocol.ICMPV4);
        row.l4Type(type);
        row.destinationIdentity(REMOTE_IDENTITY);
        return applied(row, Directions.EGRESS, 2, Verdicts.FORWARDED, 0, entry(REMOTE_IDENTITY, 1, type));
    }

    private Policies egress(int matchType, int verdict, int reason, PolicyEntry entry) {
        FlowWriter row = Rows.trace(LOCAL, REMOTE);
        row.destinationIdentity(REMOTE_IDENTITY);
        return applied(row, Directions.EGRESS, matchType, verdict, reason, entry);
    }

    private Policies applied(FlowWriter row, int direction, int matchType, int verdict, int reason, PolicyEntry entry) {
        attribution.apply(snapshot(entry), verdict(row, direction, matchType, verdict, reason));
        return row.view().policies();
    }

    private static FlowWriter verdict(FlowWriter row, int direction, int matchType, int verdict, int reason) {
        row.eventType(POLICY_VERDICT);
        row.direction(direction);
        row.policyMatchType(matchType);
        row.verdict(verdict);
        row.dropReason(reason);
        if (row.view().l4Protocol() == L4Protocol.NONE) {
            row.l4Protocol(L4Protocol.TCP);
            row.destinationPort(80);
        }
        return row;
    }

    private static PolicyEntry entry(int identity, int protocol, int port) {
        return new PolicyEntry(Directions.EGRESS, identity, protocol, port, List.of(RULE), List.of("logged"));
    }

    private static Snapshot snapshot(PolicyEntry entry) {
        return new SnapshotBuilder()
                .reservedIdentities()
                .endpoint(new LocalEndpoint(
                        1234,
                        4567,
                        List.of(Rows.address(LOCAL)),
                        PodName.NONE,
                        List.of(),
                        List.of(),
                        new PolicyTable(List.of(entry), 7)))
                .build(Rows.NODE);
    }
}
