// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.console.UserError;
import io.flowobserver.cli.print.StatusText;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.proto.observer.ServerStatusRequest;
import io.flowobserver.proto.observer.ServerStatusResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code observer status}: prints the health of a server, and how full its ring is. */
@Command(name = "status", description = "Print the health and the statistics of a server", exitCodeOnInvalidInput = 1)
public final class StatusCommand implements Callable<Integer> {
    private static final String SERVICE = "hubble.server.Observer";

    @Mixin
    private final ServerOption server = new ServerOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        ServerAddress address = server.address();
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection = new Connection(address)) {
            checkHealth(connection, out);
            StringBuilder text = new StringBuilder();
            StatusText.append(text, status(connection));
            out.print(text);
        } finally {
            out.flush();
        }
        return CommandLine.ExitCode.OK;
    }

    private static void checkHealth(Connection connection, PrintWriter out) {
        String via = connection.server().text();
        ServingStatus health;
        try {
            health = HealthGrpc.newBlockingStub(connection.channel())
                    .withDeadlineAfter(UnaryCall.millis(connection.server()), TimeUnit.MILLISECONDS)
                    .check(HealthCheckRequest.newBuilder().setService(SERVICE).build())
                    .getStatus();
        } catch (StatusRuntimeException e) {
            throw RpcFailure.of(e.getStatus(), connection.server(), false);
        }
        if (health != ServingStatus.SERVING) {
            out.println("Healthcheck (via " + via + "): Unavailable: " + health);
            throw new UserError("not healthy: the server at " + via + " says " + health);
        }
        out.println("Healthcheck (via " + via + "): Ok");
    }

    private static ServerStatusResponse status(Connection connection) {
        try {
            return ObserverGrpc.newBlockingStub(connection.channel())
                    .withDeadlineAfter(UnaryCall.millis(connection.server()), TimeUnit.MILLISECONDS)
                    .serverStatus(ServerStatusRequest.getDefaultInstance());
        } catch (StatusRuntimeException e) {
            throw new UserError("failed to get the server's status: "
                    + RpcFailure.of(e.getStatus(), connection.server(), true).getMessage());
        }
    }
}
