// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.client.connect.ServerOption;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.cli.console.TextOrJson;
import io.flowobserver.cli.print.EnumText;
import io.flowobserver.cli.print.JsonPrinter;
import io.flowobserver.cli.print.Printer;
import io.flowobserver.proto.peer.ChangeNotification;
import io.flowobserver.proto.peer.NotifyRequest;
import io.flowobserver.proto.peer.PeerGrpc;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command {@code observer watch peers}: prints the nodes that a relay learns from a server, in the format of the
 * hubble CLI.
 */
@Command(
        name = "peers",
        aliases = "peer",
        description = "Print the nodes that serve flows, and each change of them",
        exitCodeOnInvalidInput = 1)
final class WatchPeersCommand implements Callable<Integer> {
    private static final int TYPE_WIDTH = 12;

    @Mixin
    private final ServerOption server = new ServerOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text (default) or json, one line each")
    private String format = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        Printer<ChangeNotification> printer = TextOrJson.isJson(format)
                ? new JsonPrinter<>(ChangeNotification.getDescriptor())
                : WatchPeersCommand::append;
        StreamingClient.print(
                server.address(), printer, PeerGrpc.getNotifyMethod(), NotifyRequest.getDefaultInstance());
        return CommandLine.ExitCode.OK;
    }

    static void append(StringBuilder out, ChangeNotification change) {
        String type = EnumText.of(change.getType(), change.getTypeValue());
        out.append(type)
                .append(" ".repeat(Math.max(0, TYPE_WIDTH - type.length())))
                .append(' ');
        SafeText.append(out, change.getAddress());
        out.append(' ');
        SafeText.append(out, change.getName());
        if (change.hasTls()) {
            out.append(" (TLS.ServerName: ");
            SafeText.append(out, change.getTls().getServerName());
            out.append(')');
        }
    }
}
