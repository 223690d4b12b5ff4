// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.print.NodeRow;
import io.flowobserver.flow.text.TextOrder;
import io.flowobserver.proto.observer.GetNodesRequest;
import io.flowobserver.proto.observer.Node;
import io.flowobserver.proto.observer.ObserverGrpc.ObserverBlockingStub;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;

/** The command {@code observer list nodes}. */
@Command(
        name = "nodes",
        aliases = "node",
        description = "List the nodes that a server knows: itself, or those of a relay",
        exitCodeOnInvalidInput = 1)
final class ListNodesCommand extends ListingCommand<Node> {
    @Override
    List<Node> ask(ObserverBlockingStub stub) {
        return stub.getNodes(GetNodesRequest.getDefaultInstance()).getNodesList().stream()
                .sorted(Comparator.comparing(Node::getName, TextOrder.BYTEWISE))
                .toList();
    }

    @Override
    List<String> head(boolean wide) {
        return wide ? NodeRow.WIDE : NodeRow.NARROW;
    }

    @Override
    List<String> row(Node node, boolean wide) {
        return wide ? NodeRow.wide(node) : NodeRow.narrow(node);
    }
}
