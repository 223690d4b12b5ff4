// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drops, policy verdicts and debug captures: the examples of the format's description, and what is cut off them. */
class PacketNotifyTest {
    private static final String DROP_V3 = "01b50500060000004600000040000300"
            + "64000000c800000009000000d20402fd0c00000001000000" + "4d00000000000000";
    private static final String VERDICT =
            "05000500060000004600000040000100" + "640000007bffffff5000061501000000bbaa000000000000";
    private static final String CAPTURE = "03040500060000004600000040000100" + "0100000002000000";

    private final DropNotify drop = new DropNotify();
    private final PolicyVerdictNotify verdict = new PolicyVerdictNotify();
    private final DebugCapture capture = new DebugCapture();

    @Test
    void front_anyOfThem_tellsTypeSubtypeAndSource() {
        int front = NotifyHeader.front(bytes(DROP_V3.replace("01b50500", "81b5fe80")));
        assertThat(NotifyHeader.type(front)).isEqualTo(0x81);
        assertThat(NotifyHeader.subtype(front)).isEqualTo(181);
        assertThat(NotifyHeader.source(front)).isEqualTo(0x80fe);
    }

    @Test
    void drop_version3_readsEveryField() {
        assertThat(drop.wrap(bytes(DROP_V3), true)).isNull();
        assertThat(drop.reason()).isEqualTo(181);
        assertThat(drop.sourceLabel()).isEqualTo(100);
        assertThat(drop.destinationLabel()).isEqualTo(200);
        assertThat(drop.line()).isEqualTo(1234);
        assertThat(drop.file()).isEqualTo(2);
        assertThat(drop.flags()).isEqualTo(TraceNotify.FLAG_IPV6);
        assertThat(drop.traceId()).isEqualTo(77);
        assertThat(drop.packetOffset()).isEqualTo(48);
    }

    /** What a version does not have reads as nothing, even where the packet's bytes stand in its place. */
    @ParameterizedTest
    @CsvSource({"0, 36, 0, 0", "1, 36, 0, 0", "2, 40, 1, 0", "3, 48, 1, 77"})
    void drop_olderVersion_leavesItsMissingFieldsEmpty(int version, int packetOffset, int flags, long traceId) {
        assertThat(drop.wrap(bytes(DROP_V3.replace("40000300", "40000" + version + "00")), true))
                .isNull();
        assertThat(drop.packetOffset()).isEqualTo(packetOffset);
        assertThat(drop.flags()).isEqualTo(flags);
        assertThat(drop.traceId()).isEqualTo(traceId);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 36, ",
        "0, 35, TOO_SHORT",
        "1, 36, ",
        "2, 40, ",
        "2, 39, TOO_SHORT",
        "3, 48, ",
        "3, 47, TOO_SHORT",
        "4, 48, UNKNOWN_VERSION",
        "4, 35, TOO_SHORT",
        "3, 0, TOO_SHORT"
    })
    void drop_ofSomeLength_isWholeOrRefused(int version, int length, Malformed expected) {
        String hex = DROP_V3.replace("40000300", "40000" + version + "00").substring(0, 2 * length);
        assertThat(drop.wrap(bytes(hex), true)).isEqualTo(expected);
    }

    @Test
    void policyVerdict_whole_readsEveryField() {
        assertThat(verdict.wrap(bytes(VERDICT))).isNull();
        assertThat(verdict.remoteLabel()).isEqualTo(100);
        assertThat(verdict.verdict()).isEqualTo(-133);
        assertThat(verdict.isIngress()).isTrue();
        assertThat(verdict.matchType()).isEqualTo(2);
        assertThat(verdict.isAudited()).isFalse();
        assertThat(verdict.authType()).isEqualTo(1);
        assertThat(verdict.packetOffset()).isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource({
        "00, false, 0, false",
        "02, false, 0, false",
        "03, false, 0, false",
        "41, true, 0, true",
        "be, false, 7, false"
    })
    void policyVerdict_flags_areTakenApart(String flags, boolean ingress, int matchType, boolean audited) {
        assertThat(verdict.wrap(bytes(VERDICT.replace("50000615", "500006" + flags))))
                .isNull();
        assertThat(verdict.isIngress()).isEqualTo(ingress);
        assertThat(verdict.matchType()).isEqualTo(matchType);
        assertThat(verdict.isAudited()).isEqualTo(audited);
    }

    @Test
    void debugCapture_whole_readsEveryField() {
        assertThat(capture.wrap(bytes(CAPTURE))).isNull();
        assertThat(capture.point()).isEqualTo(DebugCapture.DELIVERY);
        assertThat(capture.argument()).isEqualTo(1);
        assertThat(capture.packetOffset()).isEqualTo(24);
    }

    @Test
    void wrap_oneByteLess_isTooShort() {
        assertThat(verdict.wrap(bytes(VERDICT.substring(2)))).isEqualTo(Malformed.TOO_SHORT);
        assertThat(capture.wrap(bytes(CAPTURE.substring(2)))).isEqualTo(Malformed.TOO_SHORT);
    }

    private static EventBytes bytes(String hex) {
        return EventBytes.of(HexFormat.of().parseHex(hex));
    }
}
