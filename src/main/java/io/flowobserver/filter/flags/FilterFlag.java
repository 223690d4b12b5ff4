// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.filter.flags;

import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.IPVersion;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The filter flags of {@code observer observe}, each with the filter field that it fills. A flag for both sides fills
 * the source field of the left filter and the destination field of the right filter. The server returns flows that
 * match either filter.
 */
public enum FilterFlag {
    NOT("leave out flows that the next filter flag matches"),
    UUID("UUID", "uuid of the flow", FlowFilter.Builder::addUuid),
    IP(
            "ADDRESS|CIDR",
            "source or destination address",
            FlowFilter.Builder::addSourceIp,
            FlowFilter.Builder::addDestinationIp),
    FROM_IP("ADDRESS|CIDR", "source address", FlowFilter.Builder::addSourceIp),
    TO_IP("ADDRESS|CIDR", "destination address", FlowFilter.Builder::addDestinationIp),
    SNAT_IP("ADDRESS|CIDR", "source address after translation", FlowFilter.Builder::addSourceIpXlated),
    IPV4("IPv4 only", (filter, value) -> filter.addIpVersion(IPVersion.IPv4)),
    IPV6("IPv6 only", (filter, value) -> filter.addIpVersion(IPVersion.IPv6)),
    IP_VERSION("v4|v6|none", "IP version, or no IP at all", FilterValues::ipVersions),
    POD(
            "[NAMESPACE/]PREFIX",
            "source or destination pod",
            FlowFilter.Builder::addSourcePod,
            FlowFilter.Builder::addDestinationPod),
    FROM_POD("[NAMESPACE/]PREFIX", "source pod", FlowFilter.Builder::addSourcePod),
    TO_POD("[NAMESPACE/]PREFIX", "destination pod", FlowFilter.Builder::addDestinationPod),
    NAMESPACE("NAMESPACE", "source or destination namespace", null),
    FROM_NAMESPACE("NAMESPACE", "source namespace", null),
    TO_NAMESPACE("NAMESPACE", "destination namespace", null),
    ALL_NAMESPACES("pods and services of any namespace"),
    FROM_ALL_NAMESPACES("source pods and services of any namespace"),
    TO_ALL_NAMESPACES("destination pods and services of any namespace"),
    LABEL(
            "SELECTOR",
            "labels of source or destination",
            FlowFilter.Builder::addSourceLabel,
            FlowFilter.Builder::addDestinationLabel),
    FROM_LABEL("SELECTOR", "labels of the source", FlowFilter.Builder::addSourceLabel),
    TO_LABEL("SELECTOR", "labels of the destination", FlowFilter.Builder::addDestinationLabel),
    SERVICE(
            "[NAMESPACE/]PREFIX",
            "source or destination service",
            FlowFilter.Builder::addSourceService,
            FlowFilter.Builder::addDestinationService),
    FROM_SERVICE("[NAMESPACE/]PREFIX", "source service", FlowFilter.Builder::addSourceService),
    TO_SERVICE("[NAMESPACE/]PREFIX", "destination service", FlowFilter.Builder::addDestinationService),
    WORKLOAD(
            "[KIND/]NAME",
            "source or destination workload",
            (filter, value) -> filter.addSourceWorkload(FilterValues.workload(value)),
            (filter, value) -> filter.addDestinationWorkload(FilterValues.workload(value))),
    FROM_WORKLOAD(
            "[KIND/]NAME",
            "source workload",
            (filter, value) -> filter.addSourceWorkload(FilterValues.workload(value))),
    TO_WORKLOAD(
            "[KIND/]NAME",
            "destination workload",
            (filter, value) -> filter.addDestinationWorkload(FilterValues.workload(value))),
    IDENTITY(
            "NUMBER|NAME",
            "security identity of source or destination",
            (filter, value) -> filter.addSourceIdentity(FilterValues.identity(value)),
            (filter, value) -> filter.addDestinationIdentity(FilterValues.identity(value))),
    FROM_IDENTITY(
            "NUMBER|NAME",
            "security identity of the source",
            (filter, value) -> filter.addSourceIdentity(FilterValues.identity(value))),
    TO_IDENTITY(
            "NUMBER|NAME",
            "security identity of the destination",
            (filter, value) -> filter.addDestinationIdentity(FilterValues.identity(value))),
    FQDN(
            "PATTERN",
            "DNS name of source or destination",
            FlowFilter.Builder::addSourceFqdn,
            FlowFilter.Builder::addDestinationFqdn),
    FROM_FQDN("PATTERN", "DNS name of the source", FlowFilter.Builder::addSourceFqdn),
    TO_FQDN("PATTERN", "DNS name of the destination", FlowFilter.Builder::addDestinationFqdn),
    CLUSTER(
            "NAME",
            "cluster of source or destination",
            FlowFilter.Builder::addSourceClusterName,
            FlowFilter.Builder::addDestinationClusterName),
    FROM_CLUSTER("NAME", "cluster of the source", FlowFilter.Builder::addSourceClusterName),
    TO_CLUSTER("NAME", "cluster of the destination", FlowFilter.Builder::addDestinationClusterName),
    NODE_NAME("[CLUSTER/]PATTERN", "node that saw the flow", FlowFilter.Builder::addNodeName),
    NODE_LABEL("SELECTOR", "labels of the node that saw the flow", FlowFilter.Builder::addNodeLabels),
    PORT(
            "PORT",
            "source or destination port",
            FlowFilter.Builder::addSourcePort,
            FlowFilter.Builder::addDestinationPort),
    FROM_PORT("PORT", "source port", FlowFilter.Builder::addSourcePort),
    TO_PORT("PORT", "destination port", FlowFilter.Builder::addDestinationPort),
    PROTOCOL("NAME", "protocol: tcp, udp, icmp, icmpv4, icmpv6, sctp, dns, http, ...", FlowFilter.Builder::addProtocol),
    TCP_FLAGS(
            "FLAG[,FLAG]",
            "TCP flags that must all be set: syn,ack",
            (filter, value) -> filter.addTcpFlags(FilterValues.tcpFlags(value))),
    TYPE(
            "TYPE[:SUBTYPE]",
            "event type: trace, drop, policy-verdict, l7, ..., and sub-type: trace:to-endpoint",
            (filter, value) -> filter.addEventType(EventTypes.parse(value))),
    VERDICT(
            "VERDICT",
            "verdict: FORWARDED, DROPPED, ERROR, AUDIT, REDIRECTED, TRACED, TRANSLATED",
            (filter, value) -> filter.addVerdict(FilterValues.verdict(value))),
    DROP_REASON_DESC(
            "REASON",
            "reason of a drop: POLICY_DENIED, ...",
            (filter, value) -> filter.addDropReasonDesc(FilterValues.dropReason(value))),
    TRAFFIC_DIRECTION(
            "DIRECTION",
            "ingress or egress",
            (filter, value) -> filter.addTrafficDirection(FilterValues.direction(value))),
    INTERFACE("NAME", "interface on which the flow was seen", (filter, value) -> filter.addInterfaceBuilder()
            .setName(value)),
    ENCRYPTED("encrypted packets only", (filter, value) -> filter.addEncrypted(true)),
    UNENCRYPTED("packets that are not encrypted only", (filter, value) -> filter.addEncrypted(false)),
    REPLY("replies only", (filter, value) -> filter.addReply(true)),
    NOT_REPLY("packets that are no replies only", (filter, value) -> filter.addReply(false)),
    HTTP_STATUS("CODE", "HTTP status: 404, 40+ or 4+", FlowFilter.Builder::addHttpStatusCode),
    HTTP_METHOD("METHOD", "HTTP method", FlowFilter.Builder::addHttpMethod),
    HTTP_PATH("REGEX", "path of an HTTP URL", FlowFilter.Builder::addHttpPath),
    HTTP_URL("REGEX", "whole HTTP URL", FlowFilter.Builder::addHttpUrl),
    HTTP_HEADER("NAME:VALUE", "HTTP header", (filter, value) -> filter.addHttpHeader(FilterValues.httpHeader(value))),
    TRACE_ID("ID", "trace id of an L7 request", FlowFilter.Builder::addTraceId),
    IP_TRACE_ID(
            "NUMBER",
            "trace id in an IP option",
            (filter, value) -> filter.addIpTraceId(FilterValues.ipTraceId(value))),
    CEL_EXPRESSION(
            "EXPRESSION",
            "condition on _flow in CEL: '_flow.l4.TCP.destination_port == 80u'",
            (filter, value) -> filter.getExperimentalBuilder().addCelExpression(value));

    private final @Nullable String label;
    private final String description;
    private final @Nullable BiConsumer<FlowFilter.Builder, String> left;
    private final @Nullable BiConsumer<FlowFilter.Builder, String> right;

    /** Creates a flag that has no value and fills no field. */
    FilterFlag(String description) {
        this(null, description, null, null);
    }

    /** Creates a flag that has no value. */
    FilterFlag(String description, BiConsumer<FlowFilter.Builder, String> both) {
        this(null, description, both, both);
    }

    FilterFlag(String label, String description, @Nullable BiConsumer<FlowFilter.Builder, String> both) {
        this(label, description, both, both);
    }

    FilterFlag(
            @Nullable String label,
            String description,
            @Nullable BiConsumer<FlowFilter.Builder, String> left,
            @Nullable BiConsumer<FlowFilter.Builder, String> right) {
        this.label = label;
        this.description = description;
        this.left = left;
        this.right = right;
    }

    /** Returns the long form, such as {@code --from-pod}. */
    public String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the name of the value in the help, or null if the flag has no value. */
    @Nullable
    public String label() {
        return label;
    }

    public String description() {
        return description;
    }

    /** Returns all spellings; the long form is the last. */
    public String[] spellings() {
        return switch (this) {
            case NAMESPACE -> new String[] {"-n", flag()};
            case ALL_NAMESPACES -> new String[] {"-A", flag()};
            case TYPE -> new String[] {"-t", flag()};
            case LABEL -> new String[] {"-l", flag()};
            case IPV4 -> new String[] {"-4", flag()};
            case IPV6 -> new String[] {"-6", flag()};
            default -> new String[] {flag()};
        };
    }

    /**
     * Fills the field of this flag. The namespace flags fill nothing here: they change the pod and service fields after
     * all flags are parsed.
     */
    void fill(FlowFilter.Builder leftFilter, FlowFilter.Builder rightFilter, String value) {
        if (left != null && right != null) {
            left.accept(leftFilter, value);
            right.accept(rightFilter, value);
        }
    }
}
