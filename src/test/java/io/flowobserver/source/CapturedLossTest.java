// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.flowobserver.event.EventBytes;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapturedLossTest {
    @Test
    void parse_recordedNote_readsEveryField() {
        String json = "{'type':'lost','source':1,'num_lost_events':'18446744073709551615','cpu':-1,"
                + "'first':'2025-10-21T12:00:00.000000005Z','last':'2025-10-21T12:00:09Z'}";
        assertThat(CapturedLoss.parse(bytes(json)))
                .isEqualTo(new CapturedLoss(1, -1, -1L, 1_761_048_000_000_000_005L, 1_761_048_009_000_000_000L));
    }

    @Test
    void parse_ownJson_isTheSameNote() {
        var known = new CapturedLoss(2, 255, -5, 1_761_048_000_000_000_005L, -7);
        var unknown = new CapturedLoss(0, 0, 0, 0, 0);
        assertThat(CapturedLoss.parse(known.toJson())).isEqualTo(known);
        assertThat(CapturedLoss.parse(unknown.toJson())).isEqualTo(unknown);
        assertThat(CapturedLoss.parse(bytes("{}"))).isEqualTo(unknown);
        assertThat(CapturedLoss.parse(bytes("{'cpu':null,'num_lost_events':null,'first':null}")))
                .isEqualTo(unknown);
    }

    /** Every recorded loss, read as a capture holds it, has what the recorded answer has. */
    @Test
    void parse_recordedLosses_agreeWithTheirAnswers() throws Exception {
        int notes = 0;
        try (var lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(CapturedLossTest.class.getResourceAsStream("/vectors/lost.jsonl.gz")),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                var vector = JsonParser.parseString(line).getAsJsonObject();
                var event = vector.getAsJsonObject("event");
                var expected = vector.getAsJsonObject("expected");
                var note = CapturedLoss.parse(bytes(event.toString()));
                assertThat(note).as(line).isNotNull();
                assertThat(note.source()).isEqualTo(event.get("source").getAsInt());
                assertThat(note.cpu()).isEqualTo(expected.get("cpu").getAsInt());
                assertThat(Long.toUnsignedString(note.count()))
                        .isEqualTo(
                                expected.has("num_events_lost")
                                        ? expected.get("num_events_lost").getAsString()
                                        : "0");
                assertThat(note.firstNanos() != 0).isEqualTo(expected.has("first"));
                assertThat(note.lastNanos() != 0).isEqualTo(expected.has("last"));
                assertThat(CapturedLoss.parse(note.toJson())).isEqualTo(note);
                notes++;
            }
        }
        assertThat(notes).isEqualTo(70);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{'cpu':'x'}",
                "{'cpu':[]}",
                "{'cpu':{}}",
                "{'cpu':true}",
                "{cpu:1}",
                "{'first':{}}",
                "{'num_lost_events':'-1'}",
                "{'num_lost_events':'18446744073709551616'}",
                "{'first':'yesterday'}",
                "{'first':'+1000000000-12-31T23:59:59Z'}",
                "{'last':7}",
                "{'source':1e999}",
                "{'source':1.5}",
                "{'source':2147483648}"
            })
    void parse_anythingElse_isNull(String json) {
        assertThat(CapturedLoss.parse(bytes(json))).isNull();
    }

    private static EventBytes bytes(String json) {
        return EventBytes.of(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
