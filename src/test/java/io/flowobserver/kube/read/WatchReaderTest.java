// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.stream.MalformedJsonException;
import io.flowobserver.kube.object.KubePod;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class WatchReaderTest {
    @Test
    void next_events_areReadInAnyOrderOfFields() throws IOException {
        WatchReader<KubePod> reader = reader("{\"type\":\"ADDED\",\"object\":" + ObjectsTest.POD + "}\n"
                + "{\"object\":" + ObjectsTest.POD + ",\"type\":\"DELETED\"}\n"
                + "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Pod\",\"metadata\":{\"resourceVersion\":\"12\","
                + "\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}}}}\n"
                + "{\"object\":{\"kind\":\"Status\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"too old\","
                + "\"reason\":\"Expired\",\"code\":410},\"type\":\"ERROR\"}\n"
                + "{\"type\":\"NEWS\",\"object\":{}}");
        WatchReader.Event<KubePod> added = reader.next();
        assertThat(added.change()).isEqualTo(WatchReader.Change.ADDED);
        assertThat(added.object().value().name()).isEqualTo("web-6d4b-x1");
        assertThat(added.object().resourceVersion()).isEqualTo("7");
        assertThat(reader.next().change()).isEqualTo(WatchReader.Change.DELETED);
        WatchReader.Event<KubePod> bookmark = reader.next();
        assertThat(bookmark.change()).isEqualTo(WatchReader.Change.BOOKMARK);
        assertThat(bookmark.object().resourceVersion()).isEqualTo("12");
        assertThat(bookmark.object().initialEventsEnd()).isTrue();
        WatchReader.Event<KubePod> error = reader.next();
        assertThat(error.change()).isEqualTo(WatchReader.Change.ERROR);
        assertThat(error.object().status()).isEqualTo(new ParsedObject.Status(410, "too old"));
        assertThat(reader.next().change()).isEqualTo(WatchReader.Change.OTHER);
        assertThat(reader.next()).isNull();
    }

    @Test
    void next_whatIsNoEvent_isRefused() {
        for (String text :
                new String[] {"<html>", "{\"type\":\"ADDED\"}", "[1]", "{\"type\":\"ADDED\",\"object\":{]"}) {
            assertThatThrownBy(() -> reader(text).next()).isInstanceOf(MalformedJsonException.class);
        }
        assertThatThrownBy(() -> reader("[".repeat(10_000)).next()).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void next_objectWithoutEnd_isRefusedBeforeItFillsTheMemory() {
        InputStream endless = new InputStream() {
            private int at;

            @Override
            public int read() {
                String head = "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"";
                return at < head.length() ? head.charAt(at++) : 'a';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                bytes[offset] = (byte) read();
                for (int i = 1; i < length; i++) {
                    bytes[offset + i] = (byte) read();
                }
                return length;
            }
        };
        assertThatThrownBy(() -> new WatchReader<>(endless, ResourceKind.PODS, new Pools()).next())
                .hasMessageContaining("larger than an object can be");
    }

    private static WatchReader<KubePod> reader(String text) {
        return new WatchReader<>(ObjectsTest.stream(text), ResourceKind.PODS, new Pools());
    }
}
