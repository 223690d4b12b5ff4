// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.management.ThreadMXBean;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.proto.flow.DebugEvent;
import io.flowobserver.proto.flow.DebugEventType;
import io.flowobserver.proto.flow.Endpoint;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebugDecoderTest {
    /** Addresses and ports in them read 10.0.1.2, 0.80 and so on, as they lie in memory. */
    private static final int A = 0x0201000a;

    private static final int B = 0x01025000;
    private static final int C = 0x1f90bb01;

    private final DebugDecoder decoder = new DebugDecoder();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "0|Unknown message type=0 arg1=33619978 arg2=16928768",
                "1|No message, arg1=33619978 (0x201000a) arg2=16928768 (0x1025000)",
                "2|Attempting local delivery for container id 33619978 from seclabel 16928768",
                "3|Encapsulating to node 33619978 (0x201000a) from seclabel 16928768",
                "4|Local container found ifindex  seclabel 80",
                "5|Policy evaluation would deny packet from 33619978 to 16928768",
                "6|CT lookup: sport=513 dport=10 nexthdr=66128 flags=",
                "7|CT reverse lookup: sport=513 dport=10 nexthdr=66128 flags=",
                "8|CT entry found lifetime=33619978, revnat=80",
                "9|CT created 1/2: sport=513 dport=10 nexthdr=66128 flags= revnat=443",
                "10|CT created 2/2: 10.0.1.2 revnat=80",
                "11|Handling ICMPv6 type=33619978",
                "12|ICMPv6 echo request for router offset=33619978",
                "13|ICMPv6 neighbour soliciation for address 201000a:1025000",
                "14|Sending ICMPv6 time exceeded",
                "15|CT verdict: Fragmented packet entry update failed, revnat=80",
                "16|Tunnel decap: id=33619978 flowlabel=1025000",
                "17|Mapping port from=33619978 to=16928768",
                "18|BPF function 33619978 returned error 16928768",
                "19|Going to host, policy-skip=33619978",
                "20|Going to the stack, policy-skip=33619978",
                "21|Packet hash=33619978 (0x201000a), selected_service=16928768",
                "22|Frontend service lookup, addr.p4=201000a key.dport=80",
                "23|Frontend service lookup failed, addr.p2=201000a addr.p3=1025000",
                "24|Service backend slot lookup: slot=33619978, dport=80",
                "25|Service backend slot lookup result: target.p4=201000a port=80",
                "26|Service backend slot lookup failed: slot=33619978, dport=80",
                "27|Backend service lookup failed: backend_id=33619978",
                "28|Reverse NAT lookup, index=2560",
                "29|Performing reverse NAT, address.p4=201000a port=80",
                "30|Frontend service lookup, addr=10.0.1.2 key.dport=80",
                "31|Frontend service lookup failed",
                "32|Service backend slot lookup: slot=33619978, dport=80",
                "33|Service backend slot lookup result: target=10.0.1.2 port=80",
                "34|Service backend slot lookup failed: slot=33619978, dport=80",
                "35|Backend service lookup failed: backend_id=33619978",
                "36|Reverse NAT lookup, index=2560",
                "37|Performing reverse NAT, address=10.0.1.2 port=80",
                "38|Loopback SNAT from=10.0.1.2 to=0.80.2.1",
                "39|Loopback reverse SNAT from=10.0.1.2 to=0.80.2.1",
                "40|CT lookup address: 10.0.1.2",
                "41|RR backend slot selection hash=33619978 (0x201000a), selected_service=16928768",
                "42|Reverse proxy lookup sport=258 dport=2560 saddr=0.80.2.1 nexthdr=529578753",
                "43|Reverse proxy entry found, orig-daddr=10.0.1.2 orig-dport=16928768",
                "44|Reverse proxy updated sport=258 dport=2560 saddr=0.80.2.1 nexthdr=529578753",
                "45|Resolved L4 policy to: 2560 / ",
                "46|Destination is inside cluster prefix, source identity: 33619978",
                "47|Attempting encapsulation, lookup key: 10.0.1.2, identity: 16928768",
                "48|Conntrack lookup 1/2: src=10.0.1.2:47873 dst=0.80.2.1:8080",
                "49|Conntrack lookup 2/2: nexthdr=131328 flags=10 dir=16928768 scope=529578753",
                "50|Conntrack create: proxy-port=513 revnat=2560 src-identity=16928768 lb=1.187.144.31",
                "51|Conntrack lookup 1/2: src=[::a00:102]:47873 dst=[::50:201]:8080",
                "52|Conntrack lookup 2/2: nexthdr=131328 flags=10 dir=16928768 scope=529578753",
                "53|Conntrack create: proxy-port=513 revnat=2560 src-identity=16928768",
                "54|Skipping proxy, tc_index is set=201000a",
                "55|Matched L4 policy; creating conntrack src=33619978 dst=16928768 dport=36895 proto=1",
                "56|Failed to map addr=10.0.1.2 to identity",
                "57|Failed to map addr.p4=[::a00:102] to identity",
                "58|Successfully mapped addr=10.0.1.2 to identity=16928768",
                "59|Successfully mapped addr.p4=[::a00:102] to identity=16928768",
                "60|Stale CT entry found stale_ct.rev_nat_id=16928768, svc.rev_nat_id=33619978",
                "61|Inheriting identity=33619978 from stack",
                "62|Socket lookup: src=10.0.1.2:47873 dst=0.80.2.1:8080",
                "63|Socket lookup: src=[::a00:102]:47873 dst=[::50:201]:8080",
                "64|Socket assign: errno 33619978",
                "65|L7 LB from 10.0.1.2 to 0.80.2.1: proxy port 529578753",
                "66|Loopback SNAT from.p4=201000a to.p4=1025000",
                "67|Loopback reverse SNAT from.p4=201000a to.p4=1025000",
                "68|Unknown message type=68 arg1=33619978 arg2=16928768",
                "255|Unknown message type=255 arg1=33619978 arg2=16928768",
            })
    void decode_eachSubtype_hasItsText(int subtype, String message) throws Exception {
        DebugEvent event = decode(subtype, A, B, C);
        assertThat(event.getMessage()).isEqualTo(message);
        assertThat(event.getTypeValue()).isEqualTo(subtype);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "6|0|1536|CT lookup: sport=0 dport=0 nexthdr=6 flags=",
                "6|0|1537|CT lookup: sport=0 dport=0 nexthdr=6 flags=OUT",
                "6|0|1538|CT lookup: sport=0 dport=0 nexthdr=6 flags=RELATED",
                "6|0|1543|CT lookup: sport=0 dport=0 nexthdr=6 flags=OUT, RELATED",
                "15|0|0|CT verdict: New, revnat=0",
                "15|1|0|CT verdict: Established, revnat=0",
                "15|2|0|CT verdict: Reply, revnat=0",
                "15|3|0|CT verdict: Related, revnat=0",
                "15|4|0|CT verdict: Interface Decrypted, revnat=0",
                "15|-101|0|CT verdict: CT: Map insertion failed, revnat=0",
                "15|256|0|CT verdict: Success, revnat=0",
                "15|1|-1|CT verdict: Established, revnat=65535",
                "15|80|0|CT verdict: 80, 0, revnat=0",
                "45|20480|0|Resolved L4 policy to: 80 / egress",
                "45|20480|1|Resolved L4 policy to: 80 / ingress",
                "64|0|0|Socket assign: Success",
                "64|1|0|Socket assign: operation not permitted",
                "64|41|0|Socket assign: errno 41",
                "64|111|0|Socket assign: connection refused",
                "64|116|0|Socket assign: stale NFS file handle",
                "64|132|0|Socket assign: operation not possible due to RF-kill",
                "64|133|0|Socket assign: errno 133",
                "64|-14|0|Socket assign: errno 4294967282",
                "57|0|0|Failed to map addr.p4=[::0:0] to identity",
                "1|-1|0|No message, arg1=4294967295 (0xffffffff) arg2=0 (0x0)",
            })
    void decode_eachForm_dependsOnTheArgument(int subtype, int a, int b, String message) throws Exception {
        assertThat(decode(subtype, a, b, 0).getMessage()).isEqualTo(message);
    }

    @Test
    void decode_numbers_areThereEvenIfZero() throws Exception {
        DebugEvent event = decode(1, 0, -1, 0);
        assertThat(event.getType()).isEqualTo(DebugEventType.DBG_GENERIC);
        assertThat(event.hasHash()).isTrue();
        assertThat(event.hasArg1()).isTrue();
        assertThat(event.getArg2().getValue()).isEqualTo(-1);
        assertThat(event.hasArg3()).isTrue();
        assertThat(event.getCpu().getValue()).isEqualTo(-3);
        assertThat(event.getSource())
                .isEqualTo(Endpoint.newBuilder().setID(0x1234).build());
    }

    @Test
    void encoded_source_isWhatIsKnownOfIt() throws Exception {
        Endpoint known =
                Endpoint.newBuilder().setID(0x1234).setPodName("p".repeat(3000)).build();
        decoder.decode(bytes(0x1234, 1, 0, 0, 0), 1, Generation.OLD);
        assertThat(decoder.source()).isEqualTo(0x1234);
        assertThat(DebugEvent.parseFrom(decoder.encoded(known.toByteArray())).getSource())
                .isEqualTo(known);
        decoder.decode(bytes(0, 1, 0, 0, 0), 1, Generation.OLD);
        assertThat(DebugEvent.parseFrom(decoder.encoded(null)).hasSource()).isFalse();
    }

    /** A debug build may send one for each step of each packet. */
    @Test
    void encoded_eachMessage_allocatesNothingBesidesTheAnswer() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long answers = 0;
        long allocated = 0;
        for (int i = 0; i < 20_000; i++) {
            EventBytes bytes = bytes(0x1234, i % 70, A + i, B, C);
            long before = threads.getCurrentThreadAllocatedBytes();
            decoder.decode(bytes, 1, Generation.OLD);
            byte[] answer = decoder.encoded(null);
            allocated += threads.getCurrentThreadAllocatedBytes() - before;
            answers += answer.length;
        }
        assertThat(allocated).isLessThan(answers + 20_000 * 32L + (64 << 10));
    }

    @Test
    void decode_short_isRefused() {
        byte[] whole = bytes(1, 1, 1, 1, 1).toArray();
        byte[] cut = Arrays.copyOf(whole, whole.length - 1);
        assertThat(decoder.decode(EventBytes.of(cut), 0, Generation.OLD)).isEqualTo(Malformed.TOO_SHORT);
    }

    private DebugEvent decode(int subtype, int a, int b, int c) throws InvalidProtocolBufferException {
        assertThat(decoder.decode(bytes(0x1234, subtype, a, b, c), -3, Generation.OLD))
                .isNull();
        return DebugEvent.parseFrom(decoder.encoded(null));
    }

    private static EventBytes bytes(int source, int subtype, int a, int b, int c) {
        ByteBuffer event = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        event.put((byte) 2).put((byte) subtype).putShort((short) source).putInt(0);
        return EventBytes.of(event.putInt(a).putInt(b).putInt(c).array());
    }
}
