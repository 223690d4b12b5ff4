// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.enrich.snapshot.LocalEndpoint;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.enrich.snapshot.SnapshotBuilder;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.Link;
import io.flowobserver.flow.entity.Names;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.Service;
import io.flowobserver.flow.entity.Workload;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.text.PrefixParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributionTest {
    private static final int CIDR = 16777217;
    private static final String ELSEWHERE = "192.0.2.1";
    private static final String LOCAL = "10.0.0.10";
    private static final String REMOTE = "10.1.0.7";

    private final Attribution attribution = new Attribution(AttributionOptions.DEFAULT);
    private final SnapshotBuilder builder = new SnapshotBuilder()
            .reservedIdentities()
            .endpoint(new LocalEndpoint(
                    1234,
                    4567,
                    List.of(Rows.address(LOCAL), Rows.address("fd00::10")),
                    new PodName("default", "client"),
                    List.of(
                            "k8s:io.cilium.k8s.policy.cluster=west",
                            "k8s:app=client",
                            "cidr:10.0.0.0/8",
                            "cidr:0.0.0.0/0"),
                    List.of(new Workload("client", "Deployment")),
                    Rows.NO_POLICIES))
            .identity(4567, List.of("k8s:app=listed-otherwise"))
            .identity(2000, List.of("k8s:io.cilium.k8s.policy.cluster=east", "k8s:app=remote"))
            .identity(CIDR, List.of("cidr:192.0.2.0/24", "cidr:192.0.0.0/16", "reserved:world"));

    @Test
    void apply_localEndpointAndHint_takesTheHintAndTheEndpointsOwnLabels() {
        FlowView flow = applied(LOCAL, ELSEWHERE, 456);
        assertThat(flow.sourceEndpointId()).isEqualTo(1234);
        assertThat(flow.sourceIdentity()).isEqualTo(456);
        assertThat(flow.source().labels())
                .containsExactly(
                        "cidr:0.0.0.0/0", "cidr:10.0.0.0/8", "k8s:app=client", "k8s:io.cilium.k8s.policy.cluster=west");
        assertThat(flow.source().clusterName()).isEqualTo("west");
        assertThat(flow.source().namespace()).isEqualTo("default");
        assertThat(flow.source().podName()).isEqualTo("client");
        assertThat(flow.source().workloads()).containsExactly(new Workload("client", "Deployment"));
    }

    @Test
    void apply_localEndpointWithoutHint_takesItsIdentity() {
        FlowView flow = applied("fd00::10", ELSEWHERE, 0);
        assertThat(flow.sourceEndpointId()).isEqualTo(1234);
        assertThat(flow.sourceIdentity()).isEqualTo(4567);
        assertThat(flow.source().podName()).isEqualTo("client");
    }

    @Test
    void apply_localEndpointAndHintOfLocalScope_reducesItsLabels() {
        FlowView flow = applied(LOCAL, ELSEWHERE, CIDR);
        assertThat(flow.source().labels())
                .containsExactly("cidr:10.0.0.0/8", "k8s:app=client", "k8s:io.cilium.k8s.policy.cluster=west");
    }

    @Test
    void apply_localEndpointThatIsAlsoInTheCache_isTheEndpoint() {
        builder.range(Rows.address(LOCAL), 2000, new PodName("other", "pod"));
        FlowView flow = applied(LOCAL, ELSEWHERE, 0);
        assertThat(flow.sourceIdentity()).isEqualTo(4567);
        assertThat(flow.source().podName()).isEqualTo("client");
    }

    @Test
    void apply_remotePodAndHint_takesLabelsOfTheHintAndThePodOfTheAddress() {
        builder.range(Rows.address(REMOTE), 1234, new PodName("remote", "p"));
        FlowView flow = applied(REMOTE, ELSEWHERE, 1);
        assertThat(flow.sourceEndpointId()).isZero();
        assertThat(flow.sourceIdentity()).isEqualTo(1);
        assertThat(flow.source().labels()).containsExactly("reserved:host");
        assertThat(flow.source().namespace()).isEqualTo("remote");
        assertThat(flow.source().podName()).isEqualTo("p");
        assertThat(flow.source().workloads()).isEmpty();
    }

    @Test
    void apply_remotePodWithoutHint_takesTheCachedIdentity() {
        builder.range(Rows.address(REMOTE), 2000, new PodName("remote", "p"));
        FlowView flow = applied(REMOTE, ELSEWHERE, 0);
        assertThat(flow.sourceIdentity()).isEqualTo(2000);
        assertThat(flow.source().clusterName()).isEqualTo("east");
        assertThat(flow.source().podName()).isEqualTo("p");
    }

    @Test
    void apply_addressInARange_takesTheRangesIdentityAndNoPod() {
        builder.range(PrefixParser.parse("192.0.2.0/24"), CIDR, new PodName("not", "shown"));
        builder.range(PrefixParser.parse("192.0.0.0/16"), 2, PodName.NONE);
        FlowView flow = applied(ELSEWHERE, LOCAL, 0);
        assertThat(flow.sourceIdentity()).isEqualTo(CIDR);
        assertThat(flow.source().labels()).containsExactly("cidr:192.0.2.0/24", "reserved:world");
        assertThat(flow.source().podName()).isEmpty();
    }

    @Test
    void apply_unknownAddressAndHint_takesTheHint() {
        FlowView flow = applied(ELSEWHERE, LOCAL, 9);
        assertThat(flow.sourceIdentity()).isEqualTo(9);
        assertThat(flow.source().labels()).containsExactly("reserved:world-ipv4");
    }

    @Test
    void apply_nothingKnown_isTheUnknownIdentity() {
        FlowView flow = applied(ELSEWHERE, "2001:db8::1", 0);
        assertThat(flow.sourceIdentity()).isZero();
        assertThat(flow.source().labels()).containsExactly("reserved:unknown");
        assertThat(flow.destination()).isSameAs(flow.source());
        assertThat(flow.has(FlowFlags.SOURCE | FlowFlags.DESTINATION)).isTrue();
        assertThat(flow.node()).isSameAs(Rows.NODE);
    }

    @Test
    void apply_unknownIdentity_hasNoLabels() {
        assertThat(applied(ELSEWHERE, LOCAL, 27777).source()).isSameAs(Endpoint.UNKNOWN);
    }

    @Test
    void apply_noAddresses_looksNothingUp() {
        builder.range(PrefixParser.parse("::/0"), 10, PodName.NONE);
        builder.service(Rows.address("::"), 0, new Service("default", "zero"));
        FlowWriter row = new FlowWriter();
        row.eventType(Rows.TRACE);
        attribution.apply(builder.build(Rows.NODE), row);
        assertThat(row.view().source().labels()).containsExactly("reserved:unknown");
        assertThat(row.view().sourceService()).isNull();
    }

    @Test
    void apply_sameHintTwice_sharesTheEndpoint() {
        builder.range(Rows.address(REMOTE), 1234, new PodName("remote", "p"));
        Snapshot snapshot = builder.build(Rows.NODE);
        assertThat(applied(snapshot, 1).source()).isSameAs(applied(snapshot, 1).source());
        assertThat(applied(snapshot, 2).source().labels()).containsExactly("reserved:world");
    }

    @Test
    void apply_moreHintsThanAreKept_staysRight() {
        builder.range(Rows.address(REMOTE), 1234, new PodName("remote", "p"));
        Snapshot snapshot = builder.build(Rows.NODE);
        for (int hint = 1; hint <= 2 * RemoteEndpoints.CAPACITY + 2; hint++) {
            assertThat(applied(snapshot, hint).source().podName()).isEqualTo("p");
        }
        assertThat(applied(snapshot, 1).source().labels()).containsExactly("reserved:host");
    }

    @Test
    void apply_newSnapshot_forgetsWhatWasMadeForTheOldOne() {
        builder.range(Rows.address(REMOTE), 1234, new PodName("remote", "old"));
        Snapshot old = builder.build(Rows.NODE);
        Snapshot next = new SnapshotBuilder()
                .range(Rows.address(ELSEWHERE), 1, PodName.NONE)
                .range(Rows.address(REMOTE), 1234, new PodName("remote", "new"))
                .build(Rows.NODE);
        assertThat(applied(old, 5).source().podName()).isEqualTo("old");
        assertThat(applied(next, 5).source().podName()).isEqualTo("new");
        assertThat(applied(old, 5).source().podName()).isEqualTo("old");
    }

    @Test
    void apply_namesOfAnAddress_areThoseTheOtherSideKnows() {
        builder.names(1234, Rows.address(ELSEWHERE), new Names(List.of("example.org")));
        builder.names(99, Rows.address(ELSEWHERE), new Names(List.of("other.example.org")));
        Snapshot snapshot = builder.build(Rows.NODE);
        FlowView out = applied(snapshot, LOCAL, ELSEWHERE, 0);
        assertThat(out.destinationNames().names()).containsExactly("example.org");
        assertThat(out.sourceNames()).isNull();
        FlowView in = applied(snapshot, ELSEWHERE, LOCAL, 0);
        assertThat(in.sourceNames().names()).containsExactly("example.org");
        assertThat(in.destinationNames()).isNull();
        FlowView elsewhere = applied(snapshot, REMOTE, ELSEWHERE, 0);
        assertThat(elsewhere.destinationNames()).isNull();
    }

    @Test
    void apply_serviceAddress_needsThePortToo() {
        builder.service(Rows.address(ELSEWHERE), 443, new Service("default", "web"));
        builder.service(Rows.address(LOCAL), 0, new Service("default", "portless"));
        Snapshot snapshot = builder.build(Rows.NODE);
        FlowWriter row = Rows.trace(LOCAL, ELSEWHERE);
        row.destinationPort(443);
        attribution.apply(snapshot, row);
        assertThat(row.view().destinationService().name()).isEqualTo("web");
        assertThat(row.view().sourceService().name()).isEqualTo("portless");
        assertThat(applied(snapshot, LOCAL, ELSEWHERE, 0).destinationService()).isNull();
    }

    @Test
    void apply_highPort_isUnsigned() {
        builder.service(Rows.address(ELSEWHERE), 65535, new Service("default", "last"));
        FlowWriter row = Rows.trace(ELSEWHERE, LOCAL);
        row.sourcePort(65535);
        attribution.apply(builder.build(Rows.NODE), row);
        assertThat(row.view().sourceService().name()).isEqualTo("last");
    }

    @Test
    void apply_interface_isNamedIfTheRowHasOne() {
        builder.link(7, new Link("eth0"));
        Snapshot snapshot = builder.build(Rows.NODE);
        FlowWriter row = Rows.trace(LOCAL, ELSEWHERE);
        row.interfaceIndex(7);
        attribution.apply(snapshot, row);
        assertThat(row.view().link()).isNull();
        row.addFlags(FlowFlags.INTERFACE);
        attribution.apply(snapshot, row);
        assertThat(row.view().link().name()).isEqualTo("eth0");
    }

    /** Reasons are those of the API: 0 unknown, 1 new, 2 established, 3 reply, 6 and 7 SRv6. */
    @ParameterizedTest
    @CsvSource({
        "10.0.0.10, 1234, 1, false, 2",
        "10.0.0.10, 1234, 2, false, 2",
        "10.0.0.10, 1234, 3, false, 1",
        "10.0.0.10, 1234, 3, true, 2",
        "10.0.0.10, 1234, 1, true, 2",
        "192.0.2.1, 1234, 1, false, 1",
        "192.0.2.1, 1234, 3, false, 2",
        "192.0.2.1, 1234, 1, true, 2",
        "10.0.0.10, 77, 1, false, 1",
        "10.0.0.10, 1234, 0, false, 0",
        "10.0.0.10, 1234, 0, true, 0",
        "10.0.0.10, 0, 1, false, 0",
        "192.0.2.1, 0, 1, true, 0",
        "10.0.0.10, 1234, 6, false, 2",
        "192.0.2.1, 1234, 7, false, 1"
    })
    void apply_trace_tellsTheDirection(String source, int emitter, int reason, boolean translated, int direction) {
        FlowWriter row = Rows.trace(source, REMOTE);
        row.emittingEndpointId(emitter);
        row.traceReason(reason);
        row.addFlags(translated ? FlowFlags.ORIGINAL_SOURCE : 0);
        attribution.apply(builder.build(Rows.NODE), row);
        assertThat(row.view().direction()).isEqualTo(direction);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.10, 1234, 2", "192.0.2.1, 1234, 1", "10.0.0.10, 77, 1", "10.0.0.10, 0, 0", "192.0.2.1, 0, 0"})
    void apply_drop_tellsTheDirection(String source, int emitter, int direction) {
        FlowWriter row = Rows.trace(source, REMOTE);
        row.eventType(1);
        row.emittingEndpointId(emitter);
        attribution.apply(builder.build(Rows.NODE), row);
        assertThat(row.view().direction()).isEqualTo(direction);
    }

    @Test
    void apply_policyVerdict_keepsTheDirectionOfTheEvent() {
        FlowWriter row = Rows.trace(ELSEWHERE, LOCAL);
        row.eventType(5);
        row.emittingEndpointId(1234);
        row.direction(2);
        attribution.apply(builder.build(Rows.NODE), row);
        assertThat(row.view().direction()).isEqualTo(2);
    }

    private FlowView applied(String source, String destination, int sourceHint) {
        return applied(builder.build(Rows.NODE), source, destination, sourceHint);
    }

    private FlowView applied(Snapshot snapshot, int sourceHint) {
        return applied(snapshot, REMOTE, ELSEWHERE, sourceHint);
    }

    private FlowView applied(Snapshot snapshot, String source, String destination, int sourceHint) {
        FlowWriter row = Rows.trace(source, destination);
        row.sourceIdentity(sourceHint);
        attribution.apply(snapshot, row);
        return row.view();
    }
}
