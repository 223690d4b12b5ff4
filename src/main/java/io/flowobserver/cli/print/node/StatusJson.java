// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.print.node;

import io.flowobserver.flow.text.ProtoJson;
import io.flowobserver.proto.node.NodeStatus;
import io.flowobserver.proto.observer.ServerStatusResponse;
import org.jspecify.annotations.Nullable;

/** The status of a server as one line of JSON: hubble's fields as they are, and ours under one key more. */
public final class StatusJson {
    private static final String KEY = "node_status";

    private StatusJson() {}

    /**
     * Appends the line with its end.
     *
     * @param node what the server tells beyond Hubble's API; null if it does not
     */
    public static void append(StringBuilder out, ServerStatusResponse status, @Nullable NodeStatus node) {
        ProtoJson json = new ProtoJson();
        byte[] bytes = status.toByteArray();
        json.append(out, ServerStatusResponse.getDescriptor(), bytes, 0, bytes.length);
        if (node != null) {
            boolean empty = out.charAt(out.length() - 2) == '{';
            out.setLength(out.length() - 1);
            out.append(empty ? "" : ",").append('"').append(KEY).append("\":");
            byte[] more = node.toByteArray();
            json.append(out, NodeStatus.getDescriptor(), more, 0, more.length);
            out.append('}');
        }
        out.append('\n');
    }
}
