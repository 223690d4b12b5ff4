// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.config;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Credentials that a program gives. They are kept until they expire, or until the server does not accept them. */
final class ExecLogin implements Login {
    private final ExecCommand command;
    private final Credential.@Nullable Identity stored;
    /** Null before the first run, and after the credential was rejected. Under the lock. */
    private @Nullable Credential kept;

    private Instant expires = Instant.MAX;

    /** @param stored shown beside a token that comes without a certificate */
    ExecLogin(ExecCommand command, Credential.@Nullable Identity stored) {
        this.command = command;
        this.stored = stored;
    }

    @Override
    public synchronized Credential credential() throws IOException {
        Credential present = kept;
        if (present == null || !Instant.now().isBefore(expires)) {
            present = parsed(command.run());
            kept = present;
        }
        return present;
    }

    @Override
    public synchronized boolean rejected(Credential used) {
        if (used.equals(kept)) {
            kept = null;
        }
        return true;
    }

    private Credential parsed(String text) throws AccessException {
        try {
            JsonReader in = new JsonReader(new StringReader(text));
            in.setStrictness(Strictness.STRICT);
            JsonObject root = JsonParser.parseReader(in).getAsJsonObject();
            if (!text(root, "apiVersion").equals(command.version())
                    || !text(root, "kind").equals("ExecCredential")) {
                throw new AccessException(
                        command.place() + ": the program does not write an ExecCredential of " + command.version());
            }
            JsonObject status = root.getAsJsonObject("status");
            String until = status == null ? "" : text(status, "expirationTimestamp");
            Credential found = status == null ? Credential.NONE : credential(status);
            expires =
                    until.isEmpty() ? Instant.MAX : OffsetDateTime.parse(until).toInstant();
            return found;
        } catch (JsonParseException | IllegalStateException | ClassCastException | DateTimeException e) {
            // The text itself may be a secret, and so may be parts of Gson's messages.
            throw new AccessException(command.place() + ": what the program writes is no ExecCredential in JSON");
        }
    }

    private Credential credential(JsonObject status) throws AccessException {
        String token = text(status, "token");
        String certificates = text(status, "clientCertificateData");
        String key = text(status, "clientKeyData");
        boolean half = certificates.isEmpty() != key.isEmpty();
        if (half || (token.isEmpty() && key.isEmpty()) || (!token.isEmpty() && !StoredLogin.isToken(token))) {
            throw new AccessException(command.place()
                    + ": the program gives neither a token of one line nor a client certificate with its key");
        }
        Credential.Identity given = key.isEmpty()
                ? stored
                : new Credential.Identity(pem("clientCertificateData", certificates), pem("clientKeyData", key));
        return new Credential(token, given);
    }

    private PemSource pem(String field, String text) {
        return PemSource.of(command.place() + ", " + field, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(JsonObject object, String field) {
        return object.has(field) && !object.get(field).isJsonNull()
                ? object.get(field).getAsString()
                : "";
    }
}
