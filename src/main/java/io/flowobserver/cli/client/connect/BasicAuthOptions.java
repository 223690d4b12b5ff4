// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.connect;

import io.flowobserver.cli.console.UserError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags for a user's name and password, which a proxy in front of a server may want (RFC 7617). */
public final class BasicAuthOptions {
    @Option(names = "--basic-auth-username", paramLabel = "NAME", description = "user's name for basic authentication")
    private String username = "";

    @Option(
            names = "--basic-auth-password",
            paramLabel = "PASSWORD",
            description = "user's password; others of this machine do not see it in $OBSERVER_BASIC_AUTH_PASSWORD")
    private String password = "";

    /**
     * Checks the combination of flags.
     *
     * @param encrypted whether the connection will be encrypted
     * @throws UserError if a flag is missing, or if the password would be sent in clear
     */
    public void check(boolean encrypted) {
        if (username.isEmpty() != password.isEmpty()) {
            throw new UserError("invalid flag(s): must specify both --basic-auth-username and --basic-auth-password");
        }
        if (!encrypted && !username.isEmpty()) {
            throw new UserError("invalid flag(s): basic authentication requires transport layer security; add --tls");
        }
    }

    /** Returns the value of the header {@code authorization}, or null. */
    public @Nullable String authorization() {
        if (username.isEmpty()) {
            return null;
        }
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
}
