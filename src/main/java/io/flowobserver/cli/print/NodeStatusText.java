// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import io.flowobserver.cli.console.SafeText;
import io.flowobserver.flow.text.Times;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.relay.NodeStatusEvent;
import java.util.List;

/** The text of a relay's messages about its nodes. It is printed on standard error. */
final class NodeStatusText {
    private static final int NAMES_LENGTH = 50;

    private NodeStatusText() {}

    /** Appends the message as one line. */
    static void append(StringBuilder out, GetFlowsResponse response, Times times) {
        NodeStatusEvent event = response.getNodeStatus();
        times.appendStamp(out, response.hasTime(), response.getTime());
        out.append(" [");
        SafeText.append(out, response.getNodeName());
        out.append("]: ");
        int count = event.getNodeNamesCount();
        switch (event.getStateChange()) {
            case NODE_CONNECTED ->
                out.append("Receiving flows from ").append(count).append(" nodes: ");
            case NODE_UNAVAILABLE -> out.append(count).append(" nodes are unavailable: ");
            case NODE_GONE -> out.append(count).append(" nodes removed from cluster: ");
            case NODE_ERROR -> {
                out.append("Error \"");
                SafeText.append(out, event.getMessage());
                out.append("\" on ").append(count).append(" nodes: ");
            }
            default -> {
                EnumText.append(out, event.getStateChange(), event.getStateChangeValue());
                out.append(": ");
            }
        }
        appendNames(out, event.getNodeNamesList());
    }

    /** Appends the message as lines of the form {@code KEY: value}. */
    static void appendDict(StringBuilder out, GetFlowsResponse response, Times times) {
        NodeStatusEvent event = response.getNodeStatus();
        out.append("  TIMESTAMP: ");
        times.appendStamp(out, response.hasTime(), response.getTime());
        out.append("\n      STATE: ");
        EnumText.append(out, event.getStateChange(), event.getStateChangeValue());
        out.append("\n      NODES: ");
        appendNames(out, event.getNodeNamesList());
        out.append("\n    MESSAGE: ");
        if (event.getMessage().isEmpty()) {
            out.append("N/A");
        } else {
            out.append('"');
            SafeText.append(out, event.getMessage());
            out.append('"');
        }
    }

    private static void appendNames(StringBuilder out, List<String> names) {
        int start = out.length();
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                if (out.length() - start + names.get(i).length() > NAMES_LENGTH) {
                    out.append(" (and ").append(names.size() - i).append(" more)");
                    return;
                }
                out.append(", ");
            }
            SafeText.append(out, names.get(i));
        }
    }
}
