// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import io.flowobserver.event.agent.AccessLog;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.WrittenAddresses;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.text.AddressText;
import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import io.flowobserver.flow.text.TextOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets the two sides of an access log record: addresses, ids, and an {@link Endpoint} with the labels and cluster name
 * from the record. Attribution adds pods and workloads later.
 */
final class LogEndpoints {
    private static final String CLUSTER_SOURCE = "k8s";
    private static final String CLUSTER_KEY = "io.cilium.k8s.policy.cluster";

    private LogEndpoints() {}

    /**
     * Sets the columns of both sides. Returns the addresses as written if they differ from the text of the columns,
     * otherwise null.
     */
    static @Nullable WrittenAddresses write(AccessLog log, FlowWriter row) {
        row.ipVersion(log.ipVersion() + 1);
        row.sourceEndpointId((int) log.source().id());
        row.sourceIdentity((int) log.source().identity());
        row.source(endpoint(log.source().labels()));
        row.destinationEndpointId((int) log.destination().id());
        row.destinationIdentity((int) log.destination().identity());
        row.destination(endpoint(log.destination().labels()));
        row.addFlags(FlowFlags.IP | FlowFlags.SOURCE | FlowFlags.DESTINATION);
        return writeAddresses(log, row);
    }

    private static @Nullable WrittenAddresses writeAddresses(AccessLog log, FlowWriter row) {
        String sourceText = text(log, log.source());
        String destinationText = text(log, log.destination());
        Prefix source = address(sourceText);
        Prefix destination = address(destinationText);
        if (source != null) {
            row.sourceAddress(source.high(), source.low());
            row.addFlags(FlowFlags.SOURCE_ADDRESS);
        }
        if (destination != null) {
            row.destinationAddress(destination.high(), destination.low());
            row.addFlags(FlowFlags.DESTINATION_ADDRESS);
        }
        boolean asShown = sourceText.equals(shown(source)) && destinationText.equals(shown(destination));
        return asShown ? null : new WrittenAddresses(sourceText, destinationText);
    }

    private static String text(AccessLog log, AccessLog.Endpoint endpoint) {
        return log.ipVersion() == 0 ? endpoint.ipv4() : endpoint.ipv6();
    }

    /**
     * Returns null if the text is not an address, or if it is an IPv4 address in IPv6 form. No endpoint has an address
     * of that form.
     */
    private static @Nullable Prefix address(String text) {
        Prefix address = PrefixParser.parseAddress(text);
        boolean mapped = address != null && address.isIpv4() && text.indexOf(':') >= 0;
        return mapped ? null : address;
    }

    private static String shown(@Nullable Prefix address) {
        return address == null ? "" : AddressText.of(address.high(), address.low());
    }

    private static Endpoint endpoint(List<AccessLog.Label> labels) {
        if (labels.isEmpty()) {
            return Endpoint.UNKNOWN;
        }
        List<String> texts = new ArrayList<>(labels.size());
        String cluster = "";
        for (AccessLog.Label label : labels) {
            texts.add(
                    label.value().isEmpty()
                            ? label.source() + ':' + label.key()
                            : label.source() + ':' + label.key() + '=' + label.value());
            if (cluster.isEmpty()
                    && label.source().equals(CLUSTER_SOURCE)
                    && label.key().equals(CLUSTER_KEY)) {
                cluster = label.value();
            }
        }
        texts.sort(TextOrder.BYTEWISE);
        return new Endpoint(PodName.NONE, cluster, texts, List.of());
    }
}
