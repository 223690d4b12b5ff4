// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonParser;
import io.flowobserver.event.EventBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Laws of reading the agent's JSON, with another reader of JSON as the witness. */
class AgentNoticeReaderProperties {
    private static final byte[] NOTICE = ("{\"type\":9,\"notification_kind\":\"ipcache\",\"notification\":"
                    + "{\"cidr\":\"\\u00e9\",\"id\":1,\"old-id\":2,\"host-ip\":\"1.2.3.4\",\"x\":[1,{\"y\":null}]}}")
            .getBytes(StandardCharsets.UTF_8);

    @Property(tries = 20_000)
    void read_damagedNotice_throwsNothing(@ForAll @Size(max = 4) int[] places, @ForAll byte value, @ForAll int length) {
        byte[] bytes = NOTICE.clone();
        for (int place : places) {
            bytes[Math.floorMod(place, bytes.length)] = value;
        }
        EventBytes whole = EventBytes.of(bytes);
        AgentNoticeReader.read(whole);
        AgentNoticeReader.read(EventBytes.of(Arrays.copyOf(bytes, Math.floorMod(length, bytes.length))));
        assertThat(whole.toArray()).isEqualTo(bytes);
    }

    /** What is kept as text means what it meant before. */
    @Property
    void read_anyString_isKept(@ForAll String text) {
        String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String json = "{\"type\":0,\"notification\":{\"a\":[" + new Gson().toJson(valid) + "]}}";
        AgentNotice notice =
                Objects.requireNonNull(AgentNoticeReader.read(EventBytes.of(json.getBytes(StandardCharsets.UTF_8))));
        String kept = ((AgentNotice.Other) notice.content()).json();
        assertThat(JsonParser.parseString(kept))
                .isEqualTo(JsonParser.parseString(json).getAsJsonObject().get("notification"));
        assertThat(kept).doesNotContain("<", ">", "&");
    }
}
