// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.connect;

import io.flowobserver.cli.console.UserError;
import io.flowobserver.tls.ClientTls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags for TLS. An empty value is the same as none. */
public final class TlsOptions {
    @Option(names = "--tls", description = "encrypt by TLS")
    private boolean tls;

    @Option(names = "--tls-allow-insecure", description = "accept any certificate of the server")
    private boolean insecure;

    @Option(
            names = "--tls-ca-cert-files",
            paramLabel = "FILE",
            split = "[,\\s]+",
            splitSynopsisLabel = ",",
            description = "CAs that may sign the server's certificate, in PEM (default: those of the Java runtime)")
    private List<String> caFiles = new ArrayList<>();

    @Option(
            names = "--tls-client-cert-file",
            paramLabel = "FILE",
            description = "certificate of this client, in PEM, if the server wants one")
    private String certificate = "";

    @Option(names = "--tls-client-key-file", paramLabel = "FILE", description = "its private key, in PEM")
    private String key = "";

    @Option(
            names = "--tls-server-name",
            paramLabel = "NAME",
            description = "name in the server's certificate, if it is not the host of --server")
    private String serverName = "";

    /** Returns whether the flag {@code --tls} is given. */
    public boolean given() {
        return tls;
    }

    /**
     * Checks the combination of flags, as the hubble CLI does.
     *
     * @param encrypted whether the connection will be encrypted
     * @throws UserError if flags contradict each other
     */
    public void check(boolean encrypted) {
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new UserError("invalid flag(s): certificate and private key are both required, but only one was"
                    + " provided; give --tls-client-cert-file and --tls-client-key-file");
        }
        if (!encrypted && !certificate.isEmpty()) {
            throw new UserError(
                    "invalid flag(s): transport layer security required for a client certificate; add" + " --tls");
        }
    }

    /**
     * Reads the files.
     *
     * @throws UserError if a file cannot be used
     */
    public TlsSetup setup() {
        ClientTls.Files files = new ClientTls.Files(paths(caFiles), path(certificate), path(key));
        try {
            return new TlsSetup(ClientTls.context(files, insecure), serverName);
        } catch (IOException e) {
            throw new UserError(e.getMessage());
        }
    }

    private static List<Path> paths(List<String> names) {
        return names.stream().filter(name -> !name.isEmpty()).map(Path::of).toList();
    }

    private static @Nullable Path path(String name) {
        return name.isEmpty() ? null : Path.of(name);
    }
}
