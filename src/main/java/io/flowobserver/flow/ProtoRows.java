// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.Link;
import io.flowobserver.flow.entity.Names;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.Policies;
import io.flowobserver.flow.entity.Service;
import io.flowobserver.flow.entity.TraceContext;
import io.flowobserver.flow.entity.Workload;
import io.flowobserver.flow.entity.WrittenAddresses;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.flow.row.SummaryKind;
import io.flowobserver.flow.text.AddressText;
import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.Policy;
import java.util.ArrayList;
import java.util.List;

/**
 * The way back from {@link FlowEncoder}: fills a row from a {@code flow.Flow}, so that filters can be applied to
 * messages. What a message says and a row cannot hold (an address that is none, a number that is too large) is left out
 * or cut; nothing is thrown.
 */
public final class ProtoRows {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long MAX_SECONDS = Long.MAX_VALUE / NANOS_PER_SECOND - 1;
    private static final List<String> FILE_NAMES = new ArrayList<>();

    static {
        for (int id = 0; id < 256; id++) {
            FILE_NAMES.add(SourceFiles.name(Generation.OLD, id));
        }
    }

    private ProtoRows() {}

    /** A view of a row that says what the message says, apart from its uuid. */
    public static FlowView view(Flow flow) {
        FlowWriter writer = new FlowWriter();
        fill(writer, flow);
        return writer.view();
    }

    /** Fills a cleared row. */
    public static void fill(FlowWriter row, Flow flow) {
        row.timeNanos(nanos(flow.getTime()));
        row.flowType(flow.getTypeValue());
        row.verdict(flow.getVerdictValue());
        row.dropReason(flow.getDropReasonDescValue());
        row.authType(flow.getAuthTypeValue());
        row.direction(flow.getTrafficDirectionValue());
        row.policyMatchType(flow.getPolicyMatchType());
        row.observationPoint(flow.getTraceObservationPointValue());
        row.traceReason(flow.getTraceReasonValue());
        row.capturePoint(flow.getDebugCapturePointValue());
        row.proxyPort(flow.getProxyPort());
        row.translationPoint(flow.getSockXlatePointValue());
        row.socketCookie(flow.getSocketCookie());
        row.cgroupId(flow.getCgroupId());
        ProtoPackets.fill(row, flow);
        endpoints(row, flow);
        optionalMessages(row, flow);
        references(row, flow);
    }

    private static void endpoints(FlowWriter row, Flow flow) {
        if (flow.hasSource()) {
            row.addFlags(FlowFlags.SOURCE);
            row.sourceEndpointId(flow.getSource().getID());
            row.sourceIdentity(flow.getSource().getIdentity());
            row.source(endpoint(flow.getSource()));
        }
        if (flow.hasDestination()) {
            row.addFlags(FlowFlags.DESTINATION);
            row.destinationEndpointId(flow.getDestination().getID());
            row.destinationIdentity(flow.getDestination().getIdentity());
            row.destination(endpoint(flow.getDestination()));
        }
    }

    private static Endpoint endpoint(io.flowobserver.proto.flow.Endpoint endpoint) {
        return new Endpoint(
                new PodName(endpoint.getNamespace(), endpoint.getPodName()),
                endpoint.getClusterName(),
                endpoint.getLabelsList(),
                endpoint.getWorkloadsList().stream()
                        .map(w -> new Workload(w.getName(), w.getKind()))
                        .toList());
    }

    private static void optionalMessages(FlowWriter row, Flow flow) {
        if (flow.hasIsReply()) {
            row.addFlags(FlowFlags.REPLY_KNOWN | (flow.getIsReply().getValue() ? FlowFlags.REPLY : 0));
        }
        if (flow.hasEventType()) {
            row.addFlags(FlowFlags.EVENT_TYPE);
            row.eventType(flow.getEventType().getType());
            row.eventSubType(flow.getEventType().getSubType());
        }
        if (flow.hasInterface()) {
            row.addFlags(FlowFlags.INTERFACE);
            row.interfaceIndex(flow.getInterface().getIndex());
            row.link(new Link(flow.getInterface().getName()));
        }
        if (flow.hasFile()) {
            row.addFlags(FlowFlags.FILE);
            row.fileId(FILE_NAMES.indexOf(flow.getFile().getName()));
            row.fileLine(flow.getFile().getLine());
        }
        if (flow.hasIpTraceId()) {
            row.addFlags(FlowFlags.IP_TRACE_ID);
            row.ipTraceId(flow.getIpTraceId().getTraceId());
            row.ipOptionType(flow.getIpTraceId().getIpOptionType());
        }
        if (flow.hasAggregate()) {
            row.addFlags(FlowFlags.AGGREGATE);
            row.aggregateIngress(flow.getAggregate().getIngressFlowCount());
            row.aggregateEgress(flow.getAggregate().getEgressFlowCount());
            row.aggregateUnknown(flow.getAggregate().getUnknownDirectionFlowCount());
        }
    }

    private static void references(FlowWriter row, Flow flow) {
        row.node(new Node(
                flow.getNodeName(),
                flow.getNodeLabelsList(),
                new Node.Emitter(flow.getEmitter().getName(), flow.getEmitter().getVersion())));
        if (flow.getSourceNamesCount() > 0) {
            row.sourceNames(new Names(flow.getSourceNamesList()));
        }
        if (flow.getDestinationNamesCount() > 0) {
            row.destinationNames(new Names(flow.getDestinationNamesList()));
        }
        if (flow.hasSourceService()) {
            row.sourceService(service(flow.getSourceService()));
        }
        if (flow.hasDestinationService()) {
            row.destinationService(service(flow.getDestinationService()));
        }
        policies(row, flow, Policies.Decision.EGRESS_ALLOWED, flow.getEgressAllowedByList());
        policies(row, flow, Policies.Decision.INGRESS_ALLOWED, flow.getIngressAllowedByList());
        policies(row, flow, Policies.Decision.EGRESS_DENIED, flow.getEgressDeniedByList());
        policies(row, flow, Policies.Decision.INGRESS_DENIED, flow.getIngressDeniedByList());
        row.summaryKind(flow.getSummary().isEmpty() ? SummaryKind.NONE : SummaryKind.DETAIL);
        row.detail(new Detail(
                flow.hasL7() ? ProtoLayer7.of(flow.getL7()) : null,
                flow.hasTraceContext()
                        ? new TraceContext(flow.getTraceContext().getParent().getTraceId())
                        : null,
                ByteString.copyFromUtf8(flow.getSummary()).toByteArray(),
                flow.hasExtensions() ? flow.getExtensions().toByteArray() : new byte[0],
                isOurs(flow.getIP().getSource()) && isOurs(flow.getIP().getDestination())
                        ? null
                        : new WrittenAddresses(
                                flow.getIP().getSource(), flow.getIP().getDestination())));
    }

    /** Whether an address is written as we write it; access logs have others, and worse. */
    private static boolean isOurs(String text) {
        Prefix address = PrefixParser.parseAddress(text);
        return text.isEmpty()
                || (address != null
                        && AddressText.of(address.high(), address.low()).equals(text));
    }

    private static Service service(io.flowobserver.proto.flow.Service service) {
        return new Service(service.getNamespace(), service.getName());
    }

    private static void policies(FlowWriter row, Flow flow, Policies.Decision decision, List<Policy> policies) {
        if (!policies.isEmpty()) {
            row.policies(new Policies(
                    decision,
                    policies.stream()
                            .map(p -> new Policies.Policy(
                                    new PodName(p.getNamespace(), p.getName()),
                                    p.getLabelsList(),
                                    p.getRevision(),
                                    p.getKind()))
                            .toList(),
                    flow.getPolicyLogList()));
        }
    }

    private static long nanos(Timestamp time) {
        long seconds = Math.max(-MAX_SECONDS, Math.min(MAX_SECONDS, time.getSeconds()));
        return seconds * NANOS_PER_SECOND + time.getNanos();
    }
}
