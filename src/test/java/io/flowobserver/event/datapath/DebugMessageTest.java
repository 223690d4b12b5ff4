// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.Malformed;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DebugMessageTest {
    private static final String EVENT = "02060403ddccbbaa0102030405060708fffffff";

    private final DebugMessage event = new DebugMessage();

    @Test
    void accessors_wholeMessage_readEveryField() {
        assertThat(wrap(EVENT + "f")).isNull();
        assertThat(event.subtype()).isEqualTo(6);
        assertThat(event.source()).isEqualTo(0x0304);
        assertThat(event.hash()).isEqualTo(0xaabbccdd);
        assertThat(event.argument(0)).isEqualTo(0x04030201);
        assertThat(event.argument(1)).isEqualTo(0x08070605);
        assertThat(event.argument(2)).isEqualTo(-1);
    }

    @Test
    void wrap_oneByteShort_isRefused() {
        assertThat(wrap(EVENT.substring(0, 38))).isEqualTo(Malformed.TOO_SHORT);
        assertThat(wrap("")).isEqualTo(Malformed.TOO_SHORT);
        assertThat(wrap(EVENT + "f0000")).isNull();
    }

    private Malformed wrap(String hex) {
        return event.wrap(EventBytes.of(HexFormat.of().parseHex(hex)));
    }
}
