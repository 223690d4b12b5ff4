// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.flowobserver.enrich.snapshot.LocalEndpoint;
import io.flowobserver.enrich.snapshot.PolicyEntry;
import io.flowobserver.enrich.snapshot.PolicyKey;
import io.flowobserver.enrich.snapshot.PolicyTable;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.enrich.snapshot.SnapshotBuilder;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.Policies;
import io.flowobserver.flow.row.Directions;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.row.Verdicts;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.Policy;
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
    void apply_entryThatMatched_namesItsPolicies() throws InvalidProtocolBufferException {
        Policies policies = egress(2, Verdicts.FORWARDED, 0, entry(REMOTE_IDENTITY, 6, 80));
        assertThat(flow(policies))
                .isEqualTo(Flow.newBuilder()
                        .addEgressAllowedBy(Policy.newBuilder()
                                .setName("to-web")
                                .setNamespace("default")
                                .addAllLabels(RULE)
                                .setRevision(7)
                                .setKind("NetworkPolicy"))
                        .addPolicyLog("logged")
                        .build());
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
    void apply_verdict_decidesWhetherPoliciesAreNamed(int verdict, int reason, boolean named)
            throws InvalidProtocolBufferException {
        Policies policies = egress(2, verdict, reason, entry(REMOTE_IDENTITY, 6, 80));
        assertThat(policies != null).isEqualTo(named);
        if (policies != null) {
            assertThat(flow(policies).getEgressDeniedByList()).hasSize(1);
        }
    }

    /** From 1.20 on. The match type does not matter then, and audited flows have the policies that would have denied. */
    @ParameterizedTest
    @CsvSource({
        "OLD, 1, 0, false, false",
        "V1_19, 1, 0, false, false",
        "V1_20, 1, 0, true, false",
        "V1_21, 1, 0, true, false",
        "V1_19, 2, 133, false, false",
        "V1_20, 2, 133, true, true",
        "V1_21, 2, 181, true, true",
        "V1_21, 2, 140, false, false",
        "V1_19, 4, 0, false, false",
        "V1_20, 4, 0, true, true",
        "V1_21, 5, 0, true, false",
        "V1_21, 3, 0, false, false",
    })
    void apply_entryThatCovers_countsFrom120On(
            Generation generation, int verdict, int reason, boolean named, boolean denied) throws Exception {
        PolicyEntry range = new PolicyEntry(
                new PolicyKey(Directions.EGRESS, REMOTE_IDENTITY, 6, 64, 10), false, List.of(RULE), List.of());
        for (int matchType = 0; matchType <= 7; matchType++) {
            FlowWriter row = Rows.trace(LOCAL, REMOTE);
            row.generation(generation);
            row.destinationIdentity(REMOTE_IDENTITY);
            Policies policies = applied(row, Directions.EGRESS, matchType, verdict, reason, range);
            assertThat(policies != null).as("match type %d", matchType).isEqualTo(named);
            if (policies != null) {
                assertThat(flow(policies).getEgressDeniedByCount()).isEqualTo(denied ? 1 : 0);
                assertThat(flow(policies).getEgressAllowedByCount()).isEqualTo(denied ? 0 : 1);
            }
        }
    }

    @Test
    void apply_ingress_looksAtTheDestination() throws InvalidProtocolBufferException {
        PolicyEntry entry = new PolicyEntry(
                PolicyKey.ofPort(Directions.INGRESS, REMOTE_IDENTITY, 6, 80), false, List.of(RULE), List.of());
        FlowWriter row = Rows.trace(REMOTE, LOCAL);
        row.sourceIdentity(REMOTE_IDENTITY);
        Policies policies = applied(row, Directions.INGRESS, 2, Verdicts.FORWARDED, 0, entry);
        assertThat(flow(policies).getIngressAllowedByList()).hasSize(1);
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

    private static Flow flow(Policies policies) throws InvalidProtocolBufferException {
        return Flow.parseFrom(policies.encoded());
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
        return new PolicyEntry(
                PolicyKey.ofPort(Directions.EGRESS, identity, protocol, port), false, List.of(RULE), List.of("logged"));
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
