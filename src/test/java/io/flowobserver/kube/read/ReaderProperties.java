// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.flowobserver.kube.object.KubePod;
import io.flowobserver.kube.object.LabelSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Laws of reading what a server sends. */
class ReaderProperties {
    private static final byte[] LIST = ("{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[" + ObjectsTest.POD + ","
                    + ObjectsTest.POD + "]}")
            .getBytes(StandardCharsets.UTF_8);
    private static final byte[] EVENTS = ("{\"type\":\"ADDED\",\"object\":" + ObjectsTest.POD + "}\n"
                    + "{\"type\":\"ERROR\",\"object\":{\"code\":410}}\n")
            .getBytes(StandardCharsets.UTF_8);

    /** Damaged bytes are read or refused by an exception that callers expect. */
    @Property(tries = 300)
    void read_damagedList_isReadOrRefused(@ForAll @Size(min = 1, max = 4) int[] places, @ForAll byte value) {
        List<ParsedObject<KubePod>> found = new ArrayList<>();
        try {
            new ListReader<>(damaged(LIST, places, value), ResourceKind.PODS, new Pools()).read(found::add);
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        assertThat(found).hasSizeLessThanOrEqualTo(LIST.length);
    }

    @Property(tries = 300)
    void next_damagedEvents_areReadOrRefused(@ForAll @Size(min = 1, max = 4) int[] places, @ForAll byte value) {
        WatchReader<KubePod> reader = new WatchReader<>(damaged(EVENTS, places, value), ResourceKind.PODS, new Pools());
        try {
            for (int i = 0; reader.next() != null; i++) {
                assertThat(i).isLessThan(EVENTS.length);
            }
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Property(tries = 50)
    void labels_ofAnyText_areKept(@ForAll Map<String, String> labels) throws IOException {
        JsonObject texts = new JsonObject();
        labels.forEach((key, value) -> texts.addProperty(valid(key), valid(value)));
        String json =
                "{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[{\"metadata\":{\"uid\":\"u\",\"name\":\"n\","
                        + "\"labels\":" + texts + "}}]}";
        List<ParsedObject<KubePod>> found = new ArrayList<>();
        new ListReader<>(ObjectsTest.stream(json), ResourceKind.PODS, new Pools()).read(found::add);
        LabelSet read = found.get(0).value().labels();
        assertThat(read.size()).isEqualTo(texts.size());
        read.forEach((key, value) -> assertThat(texts.get(key).getAsString()).isEqualTo(value));
    }

    /** Whatever came before, the pool gives an equal value. */
    @Property(tries = 100)
    void shared_anyValues_areEqual(@ForAll @Size(max = 200) List<@IntRange(max = 40) Integer> values) {
        Pool<Integer> pool = new Pool<>(8);
        for (Integer value : values) {
            assertThat(pool.shared(value)).isEqualTo(value);
        }
    }

    private static String valid(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static ByteArrayInputStream damaged(byte[] text, int[] places, byte value) {
        byte[] bytes = text.clone();
        for (int place : places) {
            bytes[Math.floorMod(place, bytes.length)] = value;
        }
        return new ByteArrayInputStream(bytes);
    }
}
