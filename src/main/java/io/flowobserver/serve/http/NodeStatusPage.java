// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.util.JsonFormat;
import io.flowobserver.proto.node.NodeStatus;
import java.io.IOException;

/** The status of this node as a page of JSON. Any thread. */
public final class NodeStatusPage {
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().preservingProtoFieldNames().alwaysPrintFieldsWithNoPresence();

    private NodeStatusPage() {}

    /** Returns the status as JSON. */
    public static HttpPage of(NodeStatus status) {
        try {
            return new HttpPage(200, HttpPage.JSON, (PRINTER.print(status) + "\n").getBytes(UTF_8));
        } catch (IOException impossible) {
            throw new IllegalStateException("a status without Any has a JSON form", impossible);
        }
    }
}
