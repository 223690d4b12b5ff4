// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import io.flowobserver.cli.console.Colors;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.proto.flow.Endpoint;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.Layer4;
import io.flowobserver.proto.flow.Service;
import java.util.List;

/**
 * Prints one side of a flow: the pod, the service, the DNS names or the address, with the port. A flow without IP is
 * printed with the MAC address.
 */
public final class PeerColumns {
    private final boolean translate;
    private final Colors colors;
    private final StringBuilder name = new StringBuilder();

    /**
     * Creates the columns.
     *
     * @param translate whether to print names instead of addresses if they are known
     */
    public PeerColumns(boolean translate, Colors colors) {
        this.translate = translate;
        this.colors = colors;
    }

    void append(StringBuilder out, Flow flow, boolean source) {
        name.setLength(0);
        int port = 0;
        if (flow.hasIP()) {
            appendName(flow, source);
            port = port(flow.getL4(), source);
        } else if (flow.hasEthernet()) {
            SafeText.append(
                    name,
                    source ? flow.getEthernet().getSource() : flow.getEthernet().getDestination());
        } else {
            return;
        }
        appendWithPort(out, port);
    }

    private void appendName(Flow flow, boolean source) {
        if (translate) {
            Endpoint endpoint = source ? flow.getSource() : flow.getDestination();
            Service service = source ? flow.getSourceService() : flow.getDestinationService();
            boolean hasService = source ? flow.hasSourceService() : flow.hasDestinationService();
            String namespace = hasService ? service.getNamespace() : endpoint.getNamespace();
            if (!endpoint.getPodName().isEmpty()) {
                appendQualified(namespace, endpoint.getPodName());
                return;
            }
            if (!service.getName().isEmpty()) {
                appendQualified(namespace, service.getName());
                return;
            }
            List<String> names = source ? flow.getSourceNamesList() : flow.getDestinationNamesList();
            if (!names.isEmpty()) {
                appendJoined(names);
                return;
            }
        }
        SafeText.append(name, source ? flow.getIP().getSource() : flow.getIP().getDestination());
    }

    private void appendQualified(String namespace, String object) {
        if (!namespace.isEmpty()) {
            SafeText.append(name, namespace);
            name.append('/');
        }
        SafeText.append(name, object);
    }

    private void appendJoined(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                name.append(',');
            }
            SafeText.append(name, names.get(i));
        }
    }

    private void appendWithPort(StringBuilder out, int port) {
        colors.host(out);
        if (port == 0) {
            out.append(name);
        } else {
            boolean brackets = name.indexOf(":") >= 0;
            if (brackets) {
                out.append('[');
            }
            out.append(name);
            if (brackets) {
                out.append(']');
            }
            out.append(':');
            colors.port(out);
            out.append(Integer.toUnsignedString(port));
            colors.end(out);
        }
        colors.end(out);
    }

    private static int port(Layer4 l4, boolean source) {
        return switch (l4.getProtocolCase()) {
            case TCP -> source ? l4.getTCP().getSourcePort() : l4.getTCP().getDestinationPort();
            case UDP -> source ? l4.getUDP().getSourcePort() : l4.getUDP().getDestinationPort();
            case SCTP -> source ? l4.getSCTP().getSourcePort() : l4.getSCTP().getDestinationPort();
            default -> 0;
        };
    }
}
