// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.provider.Arguments;

/** Access-log records as applications cause them, at the length and with the characters of the worst of these. */
final class LongRecords {
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final String CJK = "\u4e16\u754c\u4f60\u597d";
    private static final String EMOJI = "\ud83d\ude00\ud83d\ude80";
    private static final String HEAD =
            """
            {"Type":"Response","Timestamp":"2025-10-21T12:00:00Z","Verdict":"Forwarded","ObservationPoint":"Ingress",
            "IPVersion":0,"TransportProtocol":6}""";

    private LongRecords() {}

    /** A name for people, then the bytes; once with all text in UTF-8 and once with all that is not ASCII escaped. */
    static List<Arguments> all() {
        List<Arguments> all = new ArrayList<>();
        add(all, "URL of 8 KiB with 100 headers", http("/api/v1", "q=%E4%B8%96&".repeat(700), 100, "value of it"));
        add(all, "path with spaces", http("/a b c".repeat(300), "", 20, "x"));
        add(all, "path in Chinese", http(("/" + CJK).repeat(300), "", 20, "x"));
        add(all, "path of emoji", http(("/" + EMOJI).repeat(300), "", 20, "x"));
        add(all, "path of another encoding", http("/" + "\ufffd".repeat(300), "", 20, "x"));
        add(all, "query that nobody escaped", http("/", ("q=" + CJK + EMOJI).repeat(300), 20, "x"));
        add(all, "headers in Chinese", http("/", "", 100, CJK + EMOJI));
        add(all, "cookie of 8 KiB", http("/", "", 1, "name=value; ".repeat(700)));
        add(all, "answer of 500 addresses", dns(500, 20));
        add(all, "answer of 100 names", dns(2, 100));
        add(all, "60 labels", labels(60, "service", "value-of-the-label"));
        add(all, "60 labels in Chinese and emoji", labels(60, CJK, CJK + EMOJI));
        return all;
    }

    private static void add(List<Arguments> all, String name, JsonObject record) {
        record.add("SourceEndpoint", endpoint(12, "team", "red"));
        if (!record.has("DestinationEndpoint")) {
            record.add("DestinationEndpoint", endpoint(12, CJK, EMOJI));
        }
        String text = JSON.toJson(record);
        all.add(Arguments.of(name, text.getBytes(StandardCharsets.UTF_8)));
        String escaped = text.chars()
                .mapToObj(c -> c < 0x80 ? Character.toString(c) : String.format(Locale.ROOT, "\\u%04x", c))
                .collect(Collectors.joining());
        all.add(Arguments.of(name + ", escaped", escaped.getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonObject http(String path, String query, int headers, String value) {
        JsonObject http = object("{\"Code\":200,\"Method\":\"GET\",\"Protocol\":\"HTTP/1.1\"}");
        JsonObject url = object("{\"Scheme\":\"http\",\"Opaque\":\"\",\"User\":{},\"Host\":\"server.default\"}");
        url.addProperty("Path", path);
        url.addProperty("RawQuery", query);
        http.add("URL", url);
        JsonObject all = new JsonObject();
        for (int i = 0; i < headers; i++) {
            JsonArray values = new JsonArray();
            values.add(value);
            all.add("X-Header-" + i, values);
        }
        http.add("Headers", all);
        JsonObject record = object(HEAD);
        record.add("HTTP", http);
        return record;
    }

    private static JsonObject dns(int addresses, int names) {
        JsonObject dns = object("{\"Query\":\"www.example.com.\",\"TTL\":300,\"ObservationSource\":\"proxy\"}");
        dns.add("IPs", list(addresses, i -> '"' + "10.0." + (i >> 8) + '.' + (i & 0xff) + '"'));
        dns.add("CNAMEs", list(names, i -> "\"name-" + i + ".example.com.\""));
        dns.add("QTypes", list(2, i -> "28"));
        dns.add("AnswerTypes", list(addresses + names, i -> i < names ? "5" : "1"));
        JsonObject record = object(HEAD);
        record.add("DNS", dns);
        return record;
    }

    private static JsonObject labels(int count, String key, String value) {
        JsonObject record = http("/", "", 5, "x");
        record.add("DestinationEndpoint", endpoint(count, key, value));
        return record;
    }

    private static JsonObject endpoint(int labels, String key, String value) {
        JsonObject endpoint =
                object("{\"ID\":1,\"IPv4\":\"10.0.0.10\",\"IPv6\":\"f00d::a\",\"Port\":80,\"Identity\":7}");
        endpoint.add(
                "Labels",
                list(labels, i -> "{\"key\":\"" + key + i + "\",\"value\":\"" + value + "\",\"source\":\"k8s\"}"));
        return endpoint;
    }

    private static JsonElement list(int count, IntFunction<String> element) {
        return JsonParser.parseString(
                IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(",", "[", "]")));
    }

    private static JsonObject object(String json) {
        return JsonParser.parseString(json).getAsJsonObject();
    }
}
