// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.client.connect.PeerProbe;
import io.flowobserver.cli.client.connect.PeerText;
import io.flowobserver.cli.client.connect.ServerAddress;
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
import org.jspecify.annotations.Nullable;

/** Converts the status of a failed call into a one-line error that says what to do. */
final class RpcFailure {
    private static final String HINT = "; is \"observer serve\" running? Use --server for another address";

    /** What gRPC says of a connection that was closed without a reason. */
    private static final String CLOSED = "Network closed for unknown reason";

    /** Where gRPC's own words of a failure turn to its inside. */
    private static final String PIPELINE = "Channel Pipeline: ";

    /** What gRPC says of a server that speaks HTTP/2 only to refuse to. */
    private static final String SENT_AWAY = "HTTP/2 error code: ";

    private final Status status;
    private final ServerAddress server;

    private RpcFailure(Status status, ServerAddress server) {
        this.status = status;
        this.server = server;
    }

    /**
     * Returns the error for a status. If the connection failed, looks at what is at the other end, which may take a few
     * seconds.
     *
     * @param answered whether the server has sent anything in this call
     */
    static UserError of(Status status, ServerAddress server, boolean answered) {
        return new RpcFailure(status, server).error(answered);
    }

    private UserError error(boolean answered) {
        String at = "the server at " + server.text();
        if (!answered && description().contains(SENT_AWAY)) {
            return unreachable(at, new UserError(at + " sends clients away: " + description()));
        }
        return switch (status.getCode()) {
            case UNAVAILABLE -> answered ? ended(at) : unavailable(at);
            // The client did not cancel it: a server that shuts down resets its streams before it closes the
            // connection.
            case CANCELLED -> ended(at);
            case DEADLINE_EXCEEDED -> answered ? late(at) : unreachable(at, late(at));
            // Servers in Go use this code for their own errors, whose message is complete.
            case UNKNOWN -> new UserError(description());
            case UNIMPLEMENTED -> new UserError(unimplemented(at));
            case INVALID_ARGUMENT -> new UserError(at + " does not accept the request: " + description());
            case RESOURCE_EXHAUSTED -> new UserError(at + " has no room for this: " + description());
            case PERMISSION_DENIED, UNAUTHENTICATED -> new UserError(at + " does not allow this: " + description());
            default -> {
                UserError failed = new UserError(at + " failed: " + description());
                yield answered ? failed : unreachable(at, failed);
            }
        };
    }

    private static UserError ended(String at) {
        return new UserError(at + " ended the connection");
    }

    private static UserError late(String at) {
        return new UserError(at + " did not answer in time");
    }

    /** The server itself, a relay for example, says that it is not available, or nothing reached it. */
    private UserError unavailable(String at) {
        String said = status.getDescription();
        if (said != null && said.contains("ALPN")) {
            return new UserError("cannot talk to " + at + ": " + PeerText.NO_HTTP2);
        }
        if (status.getCause() == null && said != null && !said.equals(CLOSED) && !said.contains(PIPELINE)) {
            return new UserError(at + " is not available: " + description());
        }
        String cause = cause();
        return cause != null
                ? new UserError("cannot reach " + at + ": " + cause + HINT)
                : unreachable(at, new UserError("cannot reach " + at + ": " + description() + HINT));
    }

    /** Looks at what is at the other end; returns the other error if that explains nothing. */
    private UserError unreachable(String at, UserError other) {
        boolean encrypted = server.access().tls() != null;
        String found = PeerText.of(PeerProbe.of(server.socketAddress()), encrypted);
        if (found == null && encrypted) {
            found = TlsFault.of(status.getCause());
        }
        return found == null ? other : new UserError("cannot talk to " + at + ": " + SafeText.of(found));
    }

    private String unimplemented(String at) {
        String said = description();
        return said.startsWith("HTTP status code")
                ? "cannot talk to " + at + ": it is a web server without gRPC; use --server for another address"
                : at + " does not know this request, which not every server and release has: " + said;
    }

    /** Returns why nobody was reached, or null if that is not clear. */
    private @Nullable String cause() {
        Path socket = server.socket();
        if (socket != null) {
            if (!Files.exists(socket)) {
                return "no such socket";
            }
            if (!Files.isWritable(socket)) {
                return "no permission for this socket, become root or a member of its group";
            }
        }
        for (Throwable e = status.getCause(); e != null; e = e.getCause()) {
            if (e instanceof UnknownHostException) {
                return "unknown host";
            }
            if (e instanceof ConnectException) {
                return socket != null
                        ? "nobody listens on this socket"
                        : e instanceof ConnectTimeoutException ? "no answer" : "connection refused";
            }
        }
        return null;
    }

    private String description() {
        String description = status.getDescription();
        if (description == null) {
            return code();
        }
        int pipeline = description.indexOf(PIPELINE);
        return SafeText.of((pipeline < 0 ? description : description.substring(0, pipeline)).strip());
    }

    /** Returns the name of the code in words: {@code invalid argument}. */
    private String code() {
        return status.getCode().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
