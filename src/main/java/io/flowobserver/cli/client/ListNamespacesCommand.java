// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.proto.observer.GetNamespacesRequest;
import io.flowobserver.proto.observer.Namespace;
import io.flowobserver.proto.observer.ObserverGrpc.ObserverBlockingStub;
import java.util.List;
import picocli.CommandLine.Command;

/** The command {@code observer list namespaces}. */
@Command(
        name = "namespaces",
        aliases = {"namespace", "ns"},
        description = "List the namespaces that flows came from or went to in the last hour",
        exitCodeOnInvalidInput = 1)
final class ListNamespacesCommand extends ListingCommand<Namespace> {
    @Override
    List<Namespace> ask(ObserverBlockingStub stub) {
        return stub.getNamespaces(GetNamespacesRequest.getDefaultInstance()).getNamespacesList();
    }

    @Override
    List<String> head(boolean wide) {
        return wide ? List.of("NAMESPACE", "CLUSTER") : List.of("NAMESPACE");
    }

    @Override
    List<String> row(Namespace seen, boolean wide) {
        return wide ? List.of(seen.getNamespace(), seen.getCluster()) : List.of(seen.getNamespace());
    }
}
