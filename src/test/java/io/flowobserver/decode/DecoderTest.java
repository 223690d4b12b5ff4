// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowobserver.decode.l7.Redaction;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.vectors.Vectors;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecoderTest {
    private final FlowWriter row = new FlowWriter();
    private final Decoder decoder = new Decoder(new DecoderOptions(136, Redaction.DEFAULT));

    @ParameterizedTest
    @CsvSource({
        "'', EMPTY",
        "00, UNKNOWN_TYPE",
        "06, UNKNOWN_TYPE",
        "81, UNKNOWN_TYPE",
        "ff, UNKNOWN_TYPE",
        "04, TOO_SHORT",
        "01, TOO_SHORT",
        "02, UNKNOWN_TYPE",
        "03, TOO_SHORT",
        "05, TOO_SHORT",
        "07, TOO_SHORT"
    })
    void decode_firstByte_decides(String hex, Malformed expected) {
        assertThat(decoder.decode(EventBytes.of(HexFormat.of().parseHex(hex)), Origin.OLD, row))
                .isEqualTo(expected);
    }

    /** The example of a translated source: the packet's own address moves beside the one before translation. */
    @Test
    void decode_translatedSource_keepsBothAddresses() {
        String hex = "040b2c01efbeadde3600000036000100" + "00000000020000000000000003000000"
                + "0a000105000000000000000000000000" + "0a00000000020a00000000010800"
                + "450000280001000040060000c000020ac6336407" + "9c4001bb00000001000000005002040000000000";
        assertThat(decoder.decode(EventBytes.of(HexFormat.of().parseHex(hex)), Origin.OLD, row))
                .isNull();
        var view = row.view();
        assertThat(view.sourceAddressLow()).isEqualTo(0xffff_0a00_0105L);
        assertThat(view.translatedSourceLow()).isEqualTo(0xffff_c000_020aL);
        assertThat(view.has(FlowFlags.TRANSLATED_SOURCE | FlowFlags.ORIGINAL_SOURCE))
                .isTrue();
        assertThat(view.emittingEndpointId()).isEqualTo(300);
        assertThat(view.destinationIdentity()).isEqualTo(2);
        assertThat(view.sourceIdentity()).isZero();
        assertThat(view.interfaceIndex()).isEqualTo(3);
    }

    @Test
    void decode_allRecordedEvents_allocatesNothing() {
        var samples = new ArrayList<EventBytes>();
        for (String file : new String[] {"trace", "packet", "truncated"}) {
            Vectors.read(file).forEach(vector -> samples.add(Vectors.bytes(vector)));
        }
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int round = 0; round < 800; round++) {
            if (round == 100) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            for (int i = 0; i < samples.size(); i++) {
                row.clear();
                decoder.decode(samples.get(i), round % 2 == 0 ? Origin.OLD : Origin.OWN, row);
            }
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16_384);
    }
}
