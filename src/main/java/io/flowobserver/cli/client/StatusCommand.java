// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.client.connect.Connection;
import io.flowobserver.cli.client.connect.ServerAddress;
import io.flowobserver.cli.client.connect.ServerOption;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.cli.print.StatusColumns;
import io.flowobserver.cli.print.StatusText;
import io.flowobserver.cli.print.node.NodeSections;
import io.flowobserver.cli.print.node.StatusJson;
import io.flowobserver.proto.node.NodeStatus;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.proto.observer.ServerStatusResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code observer status}: prints the health of a server, and how full its ring is. */
@Command(name = "status", description = "Print the health and the statistics of a server", exitCodeOnInvalidInput = 1)
public final class StatusCommand implements Callable<Integer> {
    private static final String COMPACT = "compact";
    private static final String SERVICE = "hubble.server.Observer";

    @Mixin
    private final ServerOption server = new ServerOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = COMPACT,
            description = "compact, dict (one figure a line), table or json; default: compact")
    private String format = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        ServerAddress address = server.address();
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection = new Connection(address)) {
            // Asked first, so that it costs no round trip of its own.
            PendingNodeStatus node = new PendingNodeStatus(connection, isNodeShown());
            checkHealth(connection, out);
            ServerStatusResponse status = status(connection);
            out.print(text(status, node.answer(spec.commandLine().getErr())));
        } finally {
            out.flush();
        }
        return CommandLine.ExitCode.OK;
    }

    /** As in the hubble command, a wrong format is an error only after the server has answered. */
    private StringBuilder text(ServerStatusResponse status, @Nullable NodeStatus node) {
        StringBuilder text = new StringBuilder();
        NodeSections sections = new NodeSections(System.currentTimeMillis());
        switch (format) {
            case COMPACT -> {
                StatusText.append(text, status);
                if (node != null) {
                    sections.appendText(text, node);
                }
            }
            case "dict" -> {
                StatusColumns.appendDict(text, status);
                if (node != null) {
                    sections.appendDict(text, node);
                }
            }
            case "table", "tab" -> StatusColumns.appendTable(text, status);
            case "json", "jsonpb", "JSON" -> StatusJson.append(text, status, node);
            default -> throw new UserError("invalid output format: " + format + ", use compact, dict, table or json");
        }
        return text;
    }

    /** A table has room for one row. */
    private boolean isNodeShown() {
        return !format.startsWith("tab");
    }

    /** Prints the health, which belongs to the format for people alone. */
    private void checkHealth(Connection connection, PrintWriter out) {
        String via = connection.server().text();
        ServingStatus health;
        try {
            health = UnaryCall.timed(HealthGrpc.newBlockingStub(connection.channel()), connection.server())
                    .check(HealthCheckRequest.newBuilder().setService(SERVICE).build())
                    .getStatus();
        } catch (StatusRuntimeException e) {
            throw RpcFailure.of(e.getStatus(), connection.server(), false);
        }
        boolean serving = health == ServingStatus.SERVING;
        if (format.equals(COMPACT)) {
            out.println("Healthcheck (via " + via + "): " + (serving ? "Ok" : "Unavailable: " + health));
        }
        if (!serving) {
            throw new UserError("not healthy: the server at " + via + " says " + health);
        }
    }

    private static ServerStatusResponse status(Connection connection) {
        try {
            return UnaryCall.timed(ObserverGrpc.newBlockingStub(connection.channel()), connection.server())
                    .serverStatus(ServerStatusRequest.getDefaultInstance());
        } catch (StatusRuntimeException e) {
            throw new UserError("failed to get the server's status: "
                    + RpcFailure.of(e.getStatus(), connection.server(), true).getMessage());
        }
    }
}
