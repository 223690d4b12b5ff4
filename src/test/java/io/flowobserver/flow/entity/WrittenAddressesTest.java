// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.IPVersion;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WrittenAddressesTest {
    @Test
    void encode_writtenAddresses_standInPlaceOfTheColumns() throws Exception {
        String text = "no address, and longer than a length byte can say: " + "x".repeat(200);
        FlowWriter row = new FlowWriter();
        row.addFlags(FlowFlags.IP | FlowFlags.DESTINATION_ADDRESS);
        row.ipVersion(2);
        row.destinationAddress(0x20010db8L << 32, 7);
        row.detail(new Detail(null, null, new byte[0], new byte[0], new WrittenAddresses(text, "2001:DB8::7")));
        byte[] out = new byte[FlowEncoder.maxLength(row.view())];
        int end = new FlowEncoder(new FlowUuid()).encode(row.view(), out, 0);
        Flow flow = Flow.parseFrom(Arrays.copyOf(out, end));
        assertThat(flow.getIP().getSource()).isEqualTo(text);
        assertThat(flow.getIP().getDestination()).isEqualTo("2001:DB8::7");
        assertThat(flow.getIP().getIpVersion()).isEqualTo(IPVersion.IPv6);
    }
}
