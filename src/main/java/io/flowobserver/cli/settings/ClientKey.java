// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A setting of the client commands. The keys, their types and their order are those of hubble's file; each is also a
 * flag, and a variable.
 */
public enum ClientKey {
    ALLOWLIST(ValueKind.FILTERS),
    BASIC_AUTH_PASSWORD(ValueKind.TEXT),
    BASIC_AUTH_USERNAME(ValueKind.TEXT),
    CONFIG(ValueKind.TEXT),
    DEBUG(ValueKind.TRUTH, "false"),
    DENYLIST(ValueKind.FILTERS),
    KUBE_CONTEXT(ValueKind.TEXT),
    KUBE_NAMESPACE(ValueKind.TEXT, "kube-system"),
    KUBECONFIG(ValueKind.TEXT),
    PORT_FORWARD(ValueKind.TRUTH, "false"),
    PORT_FORWARD_PORT(ValueKind.PORT, "4245"),
    REQUEST_TIMEOUT(ValueKind.DURATION, "12s"),
    SERVER(ValueKind.TEXT, "unix:///var/run/hubble.sock"),
    TIMEOUT(ValueKind.DURATION, "5s"),
    TLS(ValueKind.TRUTH, "false"),
    TLS_ALLOW_INSECURE(ValueKind.TRUTH, "false"),
    TLS_CA_CERT_FILES(ValueKind.LIST),
    TLS_CLIENT_CERT_FILE(ValueKind.TEXT),
    TLS_CLIENT_KEY_FILE(ValueKind.TEXT),
    TLS_SERVER_NAME(ValueKind.TEXT);

    private static final String OURS = "OBSERVER_";
    private static final String HUBBLES = "HUBBLE_";

    private final ValueKind kind;
    private final List<String> standard;

    ClientKey(ValueKind kind) {
        this.kind = kind;
        this.standard = kind.isList() ? List.of() : List.of("");
    }

    ClientKey(ValueKind kind, String standard) {
        this.kind = kind;
        this.standard = List.of(standard);
    }

    /** Returns the key of a name in the file, such as {@code tls-server-name}. */
    public static Optional<ClientKey> of(String name) {
        return Arrays.stream(values()).filter(key -> key.key().equals(name)).findFirst();
    }

    /** Returns the names of all keys, in the order of the alphabet. */
    public static List<String> names() {
        return Arrays.stream(values()).map(ClientKey::key).toList();
    }

    /** Returns the name in the file. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns our variable. For the file it is not that of the daemon, whose file has other keys. */
    public String variable() {
        return this == CONFIG ? "OBSERVER_CLIENT_CONFIG" : OURS + name();
    }

    /** Returns the variable of the hubble command. */
    String hubblesVariable() {
        return HUBBLES + name();
    }

    ValueKind kind() {
        return kind;
    }

    /** Returns the value without any setting: one text, or the elements of a list. */
    public List<String> standard() {
        return standard;
    }
}
