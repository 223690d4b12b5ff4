// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.FlowView;
import io.flowobserver.flow.ProtoRows;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.FlowFilter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Filters against the answers that Hubble's own gave for the same flows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilterVectorsTest {
    private static final Set<String> UNSUPPORTED =
            Set.of("http_status_code", "http_method", "http_path", "http_url", "http_header", "dns_query");
    /** Our uuids are computed from a flow's place, so recorded ones cannot be found again. */
    private static final String UUID = "uuid";

    private final Filters filters = new Filters(new FlowUuid(1, 2));
    private final Map<Integer, FlowView> flows = flows();

    static Stream<JsonObject> vectors() {
        return read("filters").stream();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void compile_recordedFilter_matchesWhatHubbleMatches(JsonObject vector) throws IOException {
        List<FlowFilter> whitelist = parse(vector, "whitelist");
        List<FlowFilter> blacklist = parse(vector, "blacklist");
        boolean unsupported = uses(vector, UNSUPPORTED);
        if (vector.has("error") || unsupported) {
            FilterException refused =
                    catchThrowableOfType(FilterException.class, () -> filters.compile(whitelist, blacklist));
            assertThat(refused).as(vector.toString()).isNotNull();
            if (!refused.unsupported()) {
                assertThat(ownWords(refused.getMessage()))
                        .isEqualTo(ownWords(vector.get("error").getAsString()));
            }
            assertThat(refused.unsupported() && !unsupported).isFalse();
            return;
        }
        if (!uses(vector, Set.of(UUID))) {
            assertThat(matches(whitelist, blacklist)).isEqualTo(expected(vector));
        }
    }

    @Test
    void vectors_allRead() {
        assertThat(vectors()).hasSizeGreaterThan(390);
        assertThat(flows).hasSize(249);
    }

    private List<Integer> matches(List<FlowFilter> whitelist, List<FlowFilter> blacklist) {
        try {
            Predicate<FlowView> filter = filters.compile(whitelist, blacklist);
            return flows.entrySet().stream()
                    .filter(flow -> filter.test(flow.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
        } catch (FilterException refused) {
            throw new AssertionError(refused);
        }
    }

    /** What follows is the words of whatever parser the reference uses. */
    private static String ownWords(String error) {
        return error.replaceFirst("(?s)(in filter|label filter|CEL expression: ERROR): .*", "$1");
    }

    private List<Integer> expected(JsonObject vector) {
        List<Integer> indices = new ArrayList<>();
        for (JsonElement index : vector.getAsJsonArray("matches")) {
            if (flows.containsKey(index.getAsInt())) {
                indices.add(index.getAsInt());
            }
        }
        return indices;
    }

    private static boolean uses(JsonObject vector, Set<String> fields) {
        return Stream.of("whitelist", "blacklist")
                .filter(vector::has)
                .flatMap(list -> vector.getAsJsonArray(list).asList().stream())
                .flatMap(filter -> filter.getAsJsonObject().entrySet().stream())
                .anyMatch(field -> fields.contains(field.getKey()) && !isEmpty(field.getValue()));
    }

    /** An empty list, or an experimental part whose only list is empty. */
    private static boolean isEmpty(JsonElement field) {
        return field.isJsonArray()
                ? field.getAsJsonArray().isEmpty()
                : field.getAsJsonObject().asMap().values().stream().allMatch(FilterVectorsTest::isEmpty);
    }

    private static List<FlowFilter> parse(JsonObject vector, String list) throws IOException {
        List<FlowFilter> parsed = new ArrayList<>();
        if (vector.has(list)) {
            for (JsonElement json : vector.getAsJsonArray(list)) {
                FlowFilter.Builder filter = FlowFilter.newBuilder();
                JsonFormat.parser().merge(json.toString(), filter);
                parsed.add(filter.build());
            }
        }
        return parsed;
    }

    private static Map<Integer, FlowView> flows() {
        Map<Integer, FlowView> flows = new TreeMap<>();
        for (JsonObject line : read("flows")) {
            if (line.get("type").getAsString().equals("flow")) {
                Flow.Builder flow = Flow.newBuilder();
                try {
                    JsonFormat.parser().merge(line.get("event").toString(), flow);
                } catch (IOException malformed) {
                    throw new IllegalStateException(malformed);
                }
                flows.put(line.get("index").getAsInt(), ProtoRows.view(withoutGarbage(flow)));
            }
        }
        return flows;
    }

    /** A log record may hold text that is no address; rows keep none of it, and no filter can ask for it. */
    private static Flow withoutGarbage(Flow.Builder flow) {
        if (!isAddress(flow.getIP().getSource())) {
            flow.getIPBuilder().clearSource();
        }
        if (!isAddress(flow.getIP().getDestination())) {
            flow.getIPBuilder().clearDestination();
        }
        return flow.build();
    }

    private static boolean isAddress(String text) {
        try {
            return text.isEmpty() || IpAddress.parse(text) != null;
        } catch (FilterException garbage) {
            return false;
        }
    }

    private static List<JsonObject> read(String name) {
        var resource =
                Objects.requireNonNull(FilterVectorsTest.class.getResourceAsStream("/vectors/" + name + ".jsonl.gz"));
        try (var lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> JsonParser.parseString(line).getAsJsonObject())
                    .toList();
        } catch (IOException unreadable) {
            throw new IllegalStateException("vectors=" + name, unreadable);
        }
    }
}
