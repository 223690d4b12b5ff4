// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.enrich.snapshot.LocalEndpoint;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.enrich.snapshot.SnapshotBuilder;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.Names;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.Service;
import io.flowobserver.flow.entity.Workload;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AccessLogAttributionTest {
    private static final int ACCESS_LOG = 129;
    private static final String LOCAL = "10.0.0.10";
    private static final String REMOTE = "10.1.0.7";
    private static final Endpoint TOLD = new Endpoint(PodName.NONE, "east", List.of("k8s:app=told"), List.of());

    private final Attribution attribution = new Attribution(AttributionOptions.DEFAULT);
    private final LocalEndpoint local = new LocalEndpoint(
            1234,
            4567,
            List.of(Rows.address(LOCAL)),
            new PodName("default", "local"),
            List.of("k8s:app=local"),
            List.of(new Workload("client", "Deployment")),
            Rows.NO_POLICIES);
    private final SnapshotBuilder builder = new SnapshotBuilder()
            .range(prefix(REMOTE + "/32"), 2000, new PodName("prod", "api"))
            .range(prefix("10.1.0.0/16"), 2001, new PodName("nobody", "nothing"))
            .endpoint(local);

    @Test
    void apply_numbersAndLabels_areTheRecords() {
        FlowView flow = applied(LOCAL, REMOTE);
        assertThat(flow.sourceEndpointId()).isEqualTo(77);
        assertThat(flow.sourceIdentity()).isEqualTo(5);
        assertThat(flow.destinationEndpointId()).isZero();
        assertThat(flow.destinationIdentity()).isZero();
        assertThat(flow.source().labels()).containsExactly("k8s:app=told");
        assertThat(flow.source().clusterName()).isEqualTo("east");
        assertThat(flow.node()).isSameAs(Rows.NODE);
        assertThat(flow.direction()).isZero();
    }

    @Test
    void apply_localEndpointUnknownToTheCluster_hasAWorkloadAndNoPod() {
        Endpoint source = applied(LOCAL, REMOTE).source();
        assertThat(source.workloads()).containsExactly(new Workload("client", "Deployment"));
        assertThat(source.podName()).isEmpty();
        assertThat(source.namespace()).isEmpty();
    }

    @Test
    void apply_localEndpointKnownToTheCluster_hasThePodThatTheClusterKnows() {
        builder.range(prefix(LOCAL + "/32"), 4567, new PodName("cluster", "name"));
        Endpoint source = applied(LOCAL, REMOTE).source();
        assertThat(source.podName()).isEqualTo("name");
        assertThat(source.namespace()).isEqualTo("cluster");
        assertThat(source.workloads()).hasSize(1);
    }

    @Test
    void apply_remoteAddress_hasItsPodAndRangesHaveNone() {
        assertThat(applied(LOCAL, REMOTE).destination().podName()).isEqualTo("api");
        assertThat(applied(LOCAL, "10.1.0.8").destination().podName()).isEmpty();
    }

    @Test
    void apply_names_areThoseThatTheRecordsOtherEndpointSaw() {
        builder.names(77, Rows.address(REMOTE), new Names(List.of("seen.by.77")))
                .names(1234, Rows.address(REMOTE), new Names(List.of("seen.by.1234")));
        FlowView flow = applied(LOCAL, REMOTE);
        assertThat(flow.destinationNames().names()).containsExactly("seen.by.77");
        assertThat(flow.sourceNames()).isNull();
    }

    @Test
    void apply_service_isFoundByAddressAndPort() {
        builder.service(Rows.address(REMOTE), 80, new Service("prod", "web"));
        assertThat(applied(LOCAL, REMOTE).destinationService().name()).isEqualTo("web");
        assertThat(applied(REMOTE, LOCAL).sourceService()).isNull();
    }

    @Test
    void apply_samePeerTwice_sharesOneEndpoint() {
        Snapshot snapshot = builder.build(Rows.NODE);
        Endpoint first = applied(snapshot, LOCAL, REMOTE).source();
        assertThat(applied(snapshot, LOCAL, REMOTE).source()).isSameAs(first);
    }

    private FlowView applied(String source, String destination) {
        return applied(builder.build(Rows.NODE), source, destination);
    }

    private FlowView applied(Snapshot snapshot, String source, String destination) {
        FlowWriter row = Rows.trace(source, destination);
        row.eventType(ACCESS_LOG);
        row.sourceEndpointId(77);
        row.sourceIdentity(5);
        row.source(TOLD);
        row.sourcePort(40_000);
        row.destinationPort(80);
        attribution.apply(snapshot, row);
        return row.view();
    }

    private static Prefix prefix(String text) {
        return Objects.requireNonNull(PrefixParser.parse(text));
    }
}
