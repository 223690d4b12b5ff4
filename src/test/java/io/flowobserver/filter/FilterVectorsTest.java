// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.RecordedFlows;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.vectors.VectorSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Filters against the answers that Hubble's own gave for the same flows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilterVectorsTest {
    /** The uuid of a recorded flow, whose last digits are its number. */
    private static final Pattern RECORDED_UUID = Pattern.compile("00000000-0000-4000-8000-(\\d{12})");

    /** The protocol that 1.20 removed. No published old vector with it has another error. */
    private static final Pattern KAFKA = Pattern.compile("\"protocol\":\\[[^]]*\"(kafka)\"", Pattern.CASE_INSENSITIVE);

    private static final String NO_JSON = "proto:";

    private final FlowUuid uuids = new FlowUuid(1, 2);
    private final Map<Integer, FlowView> oldFlows = RecordedFlows.byIndex();
    private final Map<Integer, FlowView> newFlows = RecordedFlows.newByIndex();

    static Stream<Arguments> vectors() {
        return Stream.of(VectorSet.values())
                .flatMap(set -> set.read("filters").stream().map(vector -> Arguments.of(set, vector)));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void compile_recordedFilter_matchesWhatHubbleMatches(VectorSet set, JsonObject vector) throws IOException {
        Optional<String> error = error(set, vector);
        if (error.isPresent() && error.get().startsWith(NO_JSON)) {
            assertThatThrownBy(() -> {
                        parse(vector, "whitelist");
                        parse(vector, "blacklist");
                    })
                    .isInstanceOf(InvalidProtocolBufferException.class);
            return;
        }
        List<FlowFilter> whitelist = parse(vector, "whitelist");
        List<FlowFilter> blacklist = parse(vector, "blacklist");
        Filters filters = new Filters(uuids, set.generation());
        if (error.isPresent()) {
            FilterException refused =
                    catchThrowableOfType(FilterException.class, () -> filters.compile(whitelist, blacklist));
            assertThat(refused).as(vector.toString()).isNotNull();
            assertThat(ownWords(refused.getMessage())).isEqualTo(ownWords(error.get()));
            return;
        }
        Map<Integer, FlowView> flows = set.isRecordedBy121() ? newFlows : oldFlows;
        assertThat(matches(filters, flows, whitelist, blacklist)).isEqualTo(expected(vector, flows));
    }

    @Test
    void vectors_allRead() {
        assertThat(VectorSet.OLD.read("filters")).hasSizeGreaterThan(390);
        assertThat(VectorSet.NEW.read("filters")).hasSizeGreaterThan(110);
        assertThat(oldFlows).hasSize(249);
        assertThat(newFlows).hasSizeGreaterThan(330).containsKeys(261);
    }

    private static Optional<String> error(VectorSet set, JsonObject vector) {
        Matcher kafka = KAFKA.matcher(vector.toString());
        if (set == VectorSet.OLD_AS_1_21 && kafka.find()) {
            return Optional.of("invalid protocol filter: unknown protocol: \"" + kafka.group(1) + "\"");
        }
        return Optional.ofNullable(vector.get("error")).map(JsonElement::getAsString);
    }

    private static List<Integer> matches(
            Filters filters, Map<Integer, FlowView> flows, List<FlowFilter> whitelist, List<FlowFilter> blacklist) {
        try {
            FlowMatcher filter = filters.compile(whitelist, blacklist);
            assertThat(flows.values()).allMatch(flow -> filter.glance(flow) || !filter.test(flow));
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

    private static List<Integer> expected(JsonObject vector, Map<Integer, FlowView> flows) {
        List<Integer> indices = new ArrayList<>();
        for (JsonElement index : vector.getAsJsonArray("matches")) {
            if (flows.containsKey(index.getAsInt())) {
                indices.add(index.getAsInt());
            }
        }
        return indices;
    }

    private List<FlowFilter> parse(JsonObject vector, String list) throws IOException {
        List<FlowFilter> parsed = new ArrayList<>();
        if (vector.has(list)) {
            for (JsonElement json : vector.getAsJsonArray(list)) {
                FlowFilter.Builder filter = FlowFilter.newBuilder();
                JsonFormat.parser().merge(withOurUuids(json.toString()), filter);
                parsed.add(filter.build());
            }
        }
        return parsed;
    }

    /** Ours are computed from a flow's place in the ring. */
    private String withOurUuids(String filter) {
        return RECORDED_UUID.matcher(filter).replaceAll(uuid -> {
            int index = Integer.parseInt(uuid.group(1));
            return new UUID(uuids.high(index), uuids.low(index)).toString();
        });
    }
}
