// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.cel.runtime.CelEvaluationException;
import io.flowobserver.filter.pattern.FilterCostLimit;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.RecordedFlows;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.proto.flow.Flow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each expression over the row and over the flow made of it: the answers must be the same. */
class CelExpressionTest {
    private static final int VALUES = 6;
    private static final String TOO_LARGE = "outside the range for an unsigned long";
    private static final FlowUuid UUIDS = new FlowUuid(1, 2);
    private static final List<FlowView> VIEWS = RecordedFlows.views();
    private static final List<Flow> FLOWS =
            VIEWS.stream().map(CelExpressionTest::flow).toList();

    static Stream<String> paths() {
        List<String> paths = new ArrayList<>();
        addPaths(CelEnvironment.FLOW, CelFields.flow(UUIDS), paths);
        return paths.stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void test_fieldOfARow_isThatOfTheFlow(String path) throws FilterException, CelEvaluationException {
        compare("has(" + path + ")", true);
        for (String value : values(path)) {
            compare(path + " == " + value, true);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_flow.verdict == Verdict.DROPPED && _flow.destination.labels.exists(l, l.startsWith('k8s:app'))",
                "_flow.source.labels.filter(l, l.contains('=')).map(l, l.size()).exists(n, n > 20)",
                "_flow.IP.source.matches('^10[.]0[.]0[.]') || _flow.IP.destination.endsWith('0')",
                "_flow.source.labels[0] == 'k8s:app=client'",
                "_flow.l4.TCP.flags.SYN && !_flow.l4.TCP.flags.ACK",
                "_flow.time > timestamp('2025-10-21T12:00:00Z')",
                "_flow.is_reply == true || _flow.is_reply == null",
                "(_flow.is_reply ? 'a' : 'b') == 'a'",
                "_flow.source.identity + _flow.destination.identity > 30000u",
                "_flow.source_names + _flow.destination_names == ['api.example.com']",
                "string(_flow.uuid).size() == 36 && _flow.node_name != ''",
                "_flow.verdict / (_flow.verdict - 2) == 3",
                "size([_flow.source.namespace, _flow.destination.namespace]) == 2",
                "type(_flow.proxy_port) == uint",
                "has(_flow.l7) && !has(_flow.l7.dns) && _flow.l7.http.code < 300u && _flow.l7.http.url.contains('?')",
                "_flow.l7.dns.ips.exists(ip, ip.startsWith('10.')) || _flow.l7.dns.qtypes == ['A']",
                "_flow.event_type.type in [1, 4, 129]",
                "._flow.verdict == 1"
            })
    void test_expressionOfColumns_needsNoFlow(String text) throws FilterException, CelEvaluationException {
        compare(text, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_flow == null",
                "_flow.source == _flow.destination",
                "_flow.l7.kafka.topic == ''",
                "_flow.l7.http.headers.exists(h, h.key == 'Host')",
                "_flow.Summary.contains('TCP')",
                "_flow.tunnel.vni == 0u",
                "[_flow.source].exists(e, e.pod_name == 'client')",
                "_flow.source.workloads.exists(w, w.kind == 'Deployment')",
                "has(_flow.l7) && has(_flow.ethernet.source)",
                "[1, 2].exists(_flow, _flow == 2)",
                "_flow.source == flow.Endpoint{identity: 2u, labels: ['reserved:world']}"
            })
    void test_expressionOfAnythingElse_takesTheFlow(String text) throws FilterException, CelEvaluationException {
        compare(text, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_flow.source.labels[100] == ''",
                "1 / (_flow.verdict - _flow.verdict) == 1",
                "'a'.matches('(')",
                "'a'.matches(_flow.node_name + '[')",
                "int(_flow.node_name) == 1",
                "timestamp(_flow.node_name) == _flow.time"
            })
    void test_noValue_isAnErrorBothWays(String text) throws FilterException {
        CelExpression expression = compile(text);
        for (FlowView view : VIEWS) {
            assertThatThrownBy(() -> expression.test(view)).isInstanceOf(CelEvaluationException.class);
            assertThatThrownBy(() -> expression.testMessage(view)).isInstanceOf(CelEvaluationException.class);
        }
    }

    @Test
    void test_byManyThreads_isTheSame() throws FilterException {
        CelExpression expression =
                compile("_flow.source.labels.exists(l, l.matches('client|world')) && _flow.verdict != Verdict.DROPPED");
        List<String> alone =
                VIEWS.stream().map(view -> outcome(expression, view, true)).toList();
        for (int round = 0; round < 20; round++) {
            assertThat(VIEWS.parallelStream()
                            .map(view -> outcome(expression, view, true))
                            .toList())
                    .isEqualTo(alone);
        }
        assertThat(alone).contains("true", "false");
    }

    @Test
    void test_mappedAddress_isThatOfTheMessage() throws Exception {
        FlowWriter row = new FlowWriter();
        row.addFlags(FlowFlags.IP
                | FlowFlags.SOURCE_ADDRESS
                | FlowFlags.SOURCE_MEANT_AS_IPV6
                | FlowFlags.DESTINATION_ADDRESS
                | FlowFlags.DESTINATION_MEANT_AS_IPV6);
        row.sourceAddress(0, 0xFFFF_0A00_0001L);
        row.destinationAddress(0, 0xFFFF_0A00_0002L);
        CelExpression expression =
                compile("_flow.IP.source == '::ffff:10.0.0.1' && _flow.IP.destination == '::ffff:10.0.0.2'");
        assertThat(expression.test(row.view())).isTrue();
        assertThat(expression.testMessage(row.view())).isTrue();
    }

    @Test
    void views_areThoseThatWereRecorded() {
        assertThat(VIEWS).hasSize(249);
        assertThat(paths()).hasSizeGreaterThan(60);
    }

    private static void compare(String text, boolean onRecord) throws FilterException, CelEvaluationException {
        CelExpression expression = compile(text);
        assertThat(expression.onRecord()).as(text).isEqualTo(onRecord);
        for (FlowView view : VIEWS) {
            String ofMessage = outcome(expression, view, false);
            // CEL for Java takes no uint32 beyond 2^31 from a message; from a row it is read rightly.
            if (!ofMessage.contains(TOO_LARGE)) {
                assertThat(outcome(expression, view, true))
                        .as("%s of %s", text, flow(view))
                        .isEqualTo(ofMessage);
            }
        }
    }

    private static String outcome(CelExpression expression, FlowView view, boolean direct) {
        try {
            return String.valueOf(direct ? expression.test(view) : expression.testMessage(view));
        } catch (CelEvaluationException noValue) {
            return String.valueOf(noValue.getMessage());
        }
    }

    private static CelExpression compile(String text) throws FilterException {
        return CelExpression.compile(text, UUIDS, new FilterCostLimit());
    }

    /** Those of messages too. */
    private static void addPaths(String path, Map<String, CelField> fields, List<String> paths) {
        fields.forEach((name, field) -> {
            if (field.parts() == null) {
                paths.add(path + "." + name);
            } else {
                addPaths(path + "." + name, field.parts(), paths);
            }
        });
    }

    /** Some values that the field has, as literals, and its default. */
    private static Set<String> values(String path) {
        Set<String> literals = new LinkedHashSet<>();
        String[] names = path.split("\\.", -1);
        for (Flow flow : FLOWS) {
            Message message = flow;
            for (int i = 1; i < names.length - 1; i++) {
                message = (Message)
                        message.getField(message.getDescriptorForType().findFieldByName(names[i]));
            }
            FieldDescriptor field = message.getDescriptorForType().findFieldByName(names[names.length - 1]);
            if (literals.size() < VALUES) {
                literals.add(literal(field, message.getField(field)));
            }
        }
        return literals;
    }

    private static String literal(FieldDescriptor field, Object value) {
        if (value instanceof List<?> list) {
            return "[" + String.join(",", list.stream().map(v -> "'" + v + "'").toList()) + "]";
        }
        return switch (field.getType()) {
            case STRING -> "'" + value + "'";
            case ENUM -> String.valueOf(((com.google.protobuf.Descriptors.EnumValueDescriptor) value).getNumber());
            case UINT32 -> Integer.toUnsignedString((int) value) + "u";
            case UINT64 -> Long.toUnsignedString((long) value) + "u";
            case MESSAGE ->
                value instanceof com.google.protobuf.Timestamp time
                        ? "timestamp('" + com.google.protobuf.util.Timestamps.toString(time) + "')"
                        : String.valueOf(((com.google.protobuf.BoolValue) value).getValue());
            default -> String.valueOf(value);
        };
    }

    private static Flow flow(FlowView view) {
        byte[] wire = new byte[FlowEncoder.maxLength(view)];
        try {
            return Flow.parser().parseFrom(wire, 0, new FlowEncoder(UUIDS).encode(view, wire, 0));
        } catch (com.google.protobuf.InvalidProtocolBufferException malformed) {
            throw new AssertionError(malformed);
        }
    }
}
