// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.enrich.snapshot.CgroupPod;
import io.flowobserver.enrich.snapshot.LocalEndpoint;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.enrich.snapshot.SnapshotBuilder;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.Service;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.text.AddressText;
import io.flowobserver.flow.text.Prefix;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketPodsTest {
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final int WORLD_IPV6 = 10;
    private static final Service WEB = new Service("web", "default");

    private final Attribution skipping = new Attribution(new AttributionOptions(true, true));
    private final Attribution showing = new Attribution(new AttributionOptions(true, false));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 255})
    void apply_forward_podIsTheSource(int point) {
        FlowWriter row = row(point, IPV4, 1);
        assertThat(skipping.apply(snapshot("10.0.0.1"), row)).isTrue();
        FlowView flow = row.view();
        assertThat(source(flow)).isEqualTo("10.0.0.1");
        assertThat(destination(flow)).isEqualTo("10.9.9.9");
        assertThat(flow.sourcePort()).isZero();
        assertThat(flow.destinationPort()).isEqualTo(80);
        assertThat(flow.destinationService()).isSameAs(WEB);
        assertThat(flow.sourceEndpointId()).isEqualTo(7);
        assertThat(flow.direction()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void apply_reverse_podIsTheDestination(int point) {
        FlowWriter row = row(point, IPV4, 1);
        assertThat(skipping.apply(snapshot("10.0.0.1"), row)).isTrue();
        FlowView flow = row.view();
        assertThat(source(flow)).isEqualTo("10.9.9.9");
        assertThat(destination(flow)).isEqualTo("10.0.0.1");
        assertThat(flow.sourcePort()).isEqualTo(80);
        assertThat(flow.destinationPort()).isZero();
        assertThat(flow.sourceService()).isSameAs(WEB);
        assertThat(flow.destinationEndpointId()).isEqualTo(7);
    }

    /** The first text of the family counts, and if that is none, nothing does. */
    @ParameterizedTest
    @CsvSource({
        "1, 10.0.0.1, fd00::1 10.0.0.1 10.0.0.2",
        "2, fd00::1, 10.0.0.1 fd00::1 fd00::2",
        "1, , fd00::1",
        "2, , 10.0.0.1",
        "1, , not-an-address 10.0.0.1",
        "2, , zz:zz fd00::1",
        "2, , fe80::1%eth0",
    })
    void apply_manyAddresses_firstOfTheFamilyCounts(int version, String address, String addresses) {
        FlowWriter row = row(1, version, 1);
        Snapshot snapshot = snapshot(addresses.split(" "));
        assertThat(skipping.apply(snapshot, row)).isEqualTo(address != null);
        assertThat(showing.apply(snapshot, row)).isTrue();
        assertThat(source(row.view())).isEqualTo(address);
    }

    @Test
    void apply_unknownCgroup_isLeftOutOrHasNoAddress() {
        FlowWriter forward = row(2, IPV4, 2);
        assertThat(skipping.apply(snapshot("10.0.0.1"), forward)).isFalse();
        assertThat(showing.apply(snapshot("10.0.0.1"), forward)).isTrue();
        assertThat(source(forward.view())).isNull();
        assertThat(destination(forward.view())).isEqualTo("10.9.9.9");
        FlowWriter reverse = row(4, IPV4, 2);
        assertThat(showing.apply(snapshot("10.0.0.1"), reverse)).isTrue();
        assertThat(source(reverse.view())).isEqualTo("10.9.9.9");
        assertThat(destination(reverse.view())).isNull();
    }

    /** {@code ::ffff:10.0.0.1} of a pod is not the endpoint 10.0.0.1. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void apply_mappedAddressOfAPod_isMeantAsIpv6(int point) {
        FlowWriter row = row(point, IPV6, 1);
        assertThat(skipping.apply(snapshot("::ffff:10.0.0.1"), row)).isTrue();
        FlowView flow = row.view();
        boolean forward = point == 1;
        assertThat(forward ? flow.sourceIdentity() : flow.destinationIdentity()).isEqualTo(WORLD_IPV6);
        assertThat(flow.sourceEndpointId() + flow.destinationEndpointId()).isZero();
        assertThat(flow.has(FlowFlags.SOURCE_MEANT_AS_IPV6)).isEqualTo(forward);
        assertThat(flow.has(FlowFlags.DESTINATION_MEANT_AS_IPV6)).isNotEqualTo(forward);
    }

    private static Snapshot snapshot(String... addresses) {
        Prefix pod = Rows.address("10.0.0.1");
        return new SnapshotBuilder()
                .endpoint(new LocalEndpoint(7, 300, List.of(pod), PodName.NONE, List.of(), List.of(), Rows.NO_POLICIES))
                .range(new Prefix(0, 0, 0), WORLD_IPV6, PodName.NONE)
                .service(Rows.address("10.9.9.9"), 80, WEB)
                .cgroup(1, new CgroupPod(List.of(addresses)))
                .build(Rows.NODE);
    }

    private static FlowWriter row(int point, int version, long cgroup) {
        FlowWriter row = new FlowWriter();
        Prefix destination = Rows.address(version == IPV4 ? "10.9.9.9" : "fd00::9");
        row.eventType(7);
        row.translationPoint(point);
        row.ipVersion(version);
        row.cgroupId(cgroup);
        row.destinationAddress(destination.high(), destination.low());
        row.destinationPort(80);
        row.addFlags(FlowFlags.IP | FlowFlags.DESTINATION_ADDRESS);
        return row;
    }

    private static String source(FlowView flow) {
        return flow.has(FlowFlags.SOURCE_ADDRESS)
                ? AddressText.of(flow.sourceAddressHigh(), flow.sourceAddressLow())
                : null;
    }

    private static String destination(FlowView flow) {
        return flow.has(FlowFlags.DESTINATION_ADDRESS)
                ? AddressText.of(flow.destinationAddressHigh(), flow.destinationAddressLow())
                : null;
    }
}
