// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.cel;

import static io.flowobserver.filter.cel.CelField.bool;
import static io.flowobserver.filter.cel.CelField.message;
import static io.flowobserver.filter.cel.CelField.number;
import static io.flowobserver.filter.cel.CelField.text;
import static io.flowobserver.filter.cel.CelField.texts;
import static io.flowobserver.filter.cel.CelField.unsigned;

import dev.cel.common.values.NullValue;
import io.flowobserver.filter.predicate.FlowSide;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.Names;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.flow.entity.Service;
import io.flowobserver.flow.entity.WrittenAddresses;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.row.TcpFlags;
import io.flowobserver.flow.text.AddressText;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The fields that CEL reads from a row, by their names in the API. For any other field the flow message is built. */
final class CelFields {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private CelFields() {}

    /** The fields of {@code flow.Flow}. */
    static Map<String, CelField> flow(FlowUuid uuids) {
        Map<String, CelField> fields = new HashMap<>(numbers());
        fields.put("time", new CelField(flow -> instant(flow.timeNanos()), flow -> true, null));
        fields.put("uuid", text(flow -> new UUID(uuids.high(flow.sequence()), uuids.low(flow.sequence())).toString()));
        fields.put("IP", message(flow -> flow.has(FlowFlags.IP), ip()));
        fields.put("l4", message(flow -> flow.l4Protocol() != L4Protocol.NONE, l4()));
        fields.put("l7", CelApplicationFields.layer7());
        fields.put("event_type", message(flow -> flow.has(FlowFlags.EVENT_TYPE), eventType()));
        fields.put("interface", message(flow -> flow.has(FlowFlags.INTERFACE), networkInterface()));
        fields.put("reply", bool(flow -> flow.has(FlowFlags.REPLY)));
        fields.put("is_reply", new CelField(CelFields::isReply, flow -> flow.has(FlowFlags.REPLY_KNOWN), null));
        fields.put("node_name", text(node("", Node::name)));
        fields.put("node_labels", texts(node(List.of(), Node::labels)));
        for (FlowSide side : FlowSide.values()) {
            fields.put(side.toString(), message(side::hasEndpoint, endpoint(side)));
            fields.put(side + "_names", texts(flow -> names(side.names(flow))));
            fields.put(side + "_service", message(flow -> side.service(flow) != null, service(side)));
        }
        return Map.copyOf(fields);
    }

    private static Map<String, CelField> numbers() {
        Map<String, CelField> fields = new HashMap<>();
        fields.put("verdict", number(FlowView::verdict));
        fields.put("drop_reason", unsigned(FlowView::dropReason));
        fields.put("drop_reason_desc", number(FlowView::dropReason));
        fields.put("auth_type", number(FlowView::authType));
        fields.put("Type", number(FlowView::flowType));
        fields.put("traffic_direction", number(FlowView::direction));
        fields.put("policy_match_type", unsigned(FlowView::policyMatchType));
        fields.put("trace_observation_point", number(FlowView::observationPoint));
        fields.put("trace_reason", number(FlowView::traceReason));
        fields.put("debug_capture_point", number(FlowView::capturePoint));
        fields.put("proxy_port", uint32(FlowView::proxyPort));
        fields.put("sock_xlate_point", number(FlowView::translationPoint));
        fields.put("socket_cookie", unsigned(FlowView::socketCookie));
        fields.put("cgroup_id", unsigned(FlowView::cgroupId));
        return fields;
    }

    private static Map<String, CelField> ip() {
        return Map.of(
                "source",
                text(written(
                        WrittenAddresses::source,
                        flow -> flow.has(FlowFlags.IP | FlowFlags.SOURCE_ADDRESS)
                                ? AddressText.of(
                                        flow.sourceAddressHigh(),
                                        flow.sourceAddressLow(),
                                        flow.has(FlowFlags.SOURCE_MEANT_AS_IPV6))
                                : "")),
                "destination",
                text(written(
                        WrittenAddresses::destination,
                        flow -> flow.has(FlowFlags.IP | FlowFlags.DESTINATION_ADDRESS)
                                ? AddressText.of(
                                        flow.destinationAddressHigh(),
                                        flow.destinationAddressLow(),
                                        flow.has(FlowFlags.DESTINATION_MEANT_AS_IPV6))
                                : "")),
                "source_xlated",
                text(flow -> flow.has(FlowFlags.IP | FlowFlags.TRANSLATED_SOURCE)
                        ? AddressText.of(flow.translatedSourceHigh(), flow.translatedSourceLow())
                        : ""),
                "ipVersion",
                number(flow -> flow.has(FlowFlags.IP) ? flow.ipVersion() : 0),
                "encrypted",
                bool(flow -> flow.has(FlowFlags.IP | FlowFlags.ENCRYPTED)));
    }

    /**
     * Reads an address as the access log wrote it, or from the columns. An access log may use its own form of an
     * address.
     */
    private static Function<FlowView, String> written(
            Function<WrittenAddresses, String> side, Function<FlowView, String> columns) {
        return flow -> {
            Detail detail = flow.detail();
            WrittenAddresses written = detail == null ? null : detail.addresses();
            return written != null && flow.has(FlowFlags.IP) ? side.apply(written) : columns.apply(flow);
        };
    }

    private static Map<String, CelField> l4() {
        return Map.of(
                "TCP", message(protocol(L4Protocol.TCP), tcp()),
                "UDP", message(protocol(L4Protocol.UDP), ports(L4Protocol.UDP)),
                "SCTP", message(protocol(L4Protocol.SCTP), ports(L4Protocol.SCTP)),
                "ICMPv4", message(protocol(L4Protocol.ICMPV4), icmp(L4Protocol.ICMPV4)),
                "ICMPv6", message(protocol(L4Protocol.ICMPV6), icmp(L4Protocol.ICMPV6)));
    }

    private static Map<String, CelField> tcp() {
        Map<String, CelField> fields = new HashMap<>(ports(L4Protocol.TCP));
        Map<String, CelField> flags = new HashMap<>();
        Map<String, Integer> bits = Map.of(
                "FIN", TcpFlags.FIN,
                "SYN", TcpFlags.SYN,
                "RST", TcpFlags.RST,
                "PSH", TcpFlags.PSH,
                "ACK", TcpFlags.ACK,
                "URG", TcpFlags.URG,
                "ECE", TcpFlags.ECE,
                "CWR", TcpFlags.CWR,
                "NS", TcpFlags.NS);
        bits.forEach((name, bit) -> flags.put(name, bool(flow -> hasTcpFlags(flow) && (flow.tcpFlags() & bit) != 0)));
        fields.put("flags", message(CelFields::hasTcpFlags, Map.copyOf(flags)));
        return Map.copyOf(fields);
    }

    private static Map<String, CelField> ports(int protocol) {
        return Map.of(
                "source_port", unsigned(flow -> flow.l4Protocol() == protocol ? flow.sourcePort() : 0),
                "destination_port", unsigned(flow -> flow.l4Protocol() == protocol ? flow.destinationPort() : 0));
    }

    private static Map<String, CelField> icmp(int protocol) {
        return Map.of(
                "type", unsigned(flow -> flow.l4Protocol() == protocol ? flow.l4Type() : 0),
                "code", unsigned(flow -> flow.l4Protocol() == protocol ? flow.l4Code() : 0));
    }

    private static Map<String, CelField> eventType() {
        return Map.of(
                "type", number(flow -> flow.has(FlowFlags.EVENT_TYPE) ? flow.eventType() : 0),
                "sub_type", number(flow -> flow.has(FlowFlags.EVENT_TYPE) ? flow.eventSubType() : 0));
    }

    private static Map<String, CelField> networkInterface() {
        return Map.of(
                "index", uint32(flow -> flow.has(FlowFlags.INTERFACE) ? flow.interfaceIndex() : 0),
                "name",
                        text(flow -> flow.has(FlowFlags.INTERFACE) && flow.link() != null
                                ? flow.link().name()
                                : ""));
    }

    private static Map<String, CelField> endpoint(FlowSide side) {
        return Map.of(
                "ID", uint32(flow -> side.hasEndpoint(flow) ? side.endpointId(flow) : 0),
                "identity", uint32(flow -> side.hasEndpoint(flow) ? side.identity(flow) : 0),
                "namespace", text(endpoint(side, "", Endpoint::namespace)),
                "pod_name", text(endpoint(side, "", Endpoint::podName)),
                "cluster_name", text(endpoint(side, "", Endpoint::clusterName)),
                "labels", texts(endpoint(side, List.of(), Endpoint::labels)));
    }

    private static <T> Function<FlowView, T> endpoint(FlowSide side, T unknown, Function<Endpoint, T> part) {
        return flow -> {
            Endpoint endpoint = side.endpoint(flow);
            return endpoint == null ? unknown : part.apply(endpoint);
        };
    }

    private static <T> Function<FlowView, T> node(T unknown, Function<Node, T> part) {
        return flow -> {
            Node node = flow.node();
            return node == null ? unknown : part.apply(node);
        };
    }

    private static Map<String, CelField> service(FlowSide side) {
        return Map.of(
                "name", text(flow -> service(side.service(flow), Service::name)),
                "namespace", text(flow -> service(side.service(flow), Service::namespace)));
    }

    private static String service(@Nullable Service service, Function<Service, String> part) {
        return service == null ? "" : part.apply(service);
    }

    private static List<String> names(@Nullable Names names) {
        return names == null ? List.of() : names.names();
    }

    private static Object isReply(FlowView flow) {
        return flow.has(FlowFlags.REPLY_KNOWN) ? flow.has(FlowFlags.REPLY) : NullValue.NULL_VALUE;
    }

    private static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, NANOS_PER_SECOND), Math.floorMod(epochNanos, NANOS_PER_SECOND));
    }

    private static CelField uint32(ToIntFunction<FlowView> number) {
        return unsigned(flow -> Integer.toUnsignedLong(number.applyAsInt(flow)));
    }

    private static boolean hasTcpFlags(FlowView flow) {
        return flow.l4Protocol() == L4Protocol.TCP && flow.has(FlowFlags.TCP_FLAGS);
    }

    private static Predicate<FlowView> protocol(int protocol) {
        return flow -> flow.l4Protocol() == protocol;
    }
}
