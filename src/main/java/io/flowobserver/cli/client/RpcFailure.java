// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.client.connect.TlsFault;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.cli.console.UserError;
import io.grpc.Status;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Converts the status of a failed call into a one-line error that says what to do. */
final class RpcFailure {
    private static final String HINT = "; is \"observer serve\" running? Use --server for another address";

    private RpcFailure() {}

    /**
     * Returns the error for a status.
     *
     * @param answered whether the server has sent anything in this call
     */
    static UserError of(Status status, ServerAddress server, boolean answered) {
        return switch (status.getCode()) {
            case UNAVAILABLE -> answered ? ended(server) : unreachable(status, server);
            // The client did not cancel it: a server that shuts down resets its streams before it closes the
            // connection.
            case CANCELLED -> ended(server);
            case DEADLINE_EXCEEDED -> new UserError("the server at " + server.text() + " did not answer in time");
            // Servers in Go use this code for their own errors, whose message is complete.
            case UNKNOWN -> new UserError(SafeText.of(description(status)));
            default ->
                new UserError("rpc error: code = " + camelCase(status) + " desc = " + SafeText.of(description(status)));
        };
    }

    private static UserError ended(ServerAddress server) {
        return new UserError("the server at " + server.text() + " ended the connection");
    }

    private static UserError unreachable(Status status, ServerAddress server) {
        return new UserError("cannot reach the server at " + server.text() + ": " + cause(status, server) + HINT);
    }

    private static String cause(Status status, ServerAddress server) {
        Path socket = server.socket();
        if (socket != null) {
            if (!Files.exists(socket)) {
                return "no such socket";
            }
            return Files.isWritable(socket)
                    ? "nobody listens on this socket"
                    : "no permission for this socket, become root or a member of its group";
        }
        if (server.access().tls() != null) {
            String fault = TlsFault.of(status.getCause());
            if (fault != null) {
                return fault;
            }
        }
        for (Throwable e = status.getCause(); e != null; e = e.getCause()) {
            if (e instanceof UnknownHostException) {
                return "unknown host";
            }
            if (e instanceof ConnectException) {
                return e instanceof ConnectTimeoutException ? "no answer" : "connection refused";
            }
        }
        return SafeText.of(description(status));
    }

    private static String description(Status status) {
        String description = status.getDescription();
        return description == null ? camelCase(status) : description;
    }

    /** Returns the name of the code as Go tools print it: InvalidArgument for INVALID_ARGUMENT. */
    private static String camelCase(Status status) {
        StringBuilder out = new StringBuilder();
        for (String word : status.getCode().name().split("_", -1)) {
            out.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return out.toString();
    }
}
