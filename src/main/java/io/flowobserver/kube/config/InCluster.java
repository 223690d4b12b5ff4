// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What Kubernetes gives to each pod: the server's address by environment, and the files of a service account. */
public final class InCluster {
    /** Where the files are. */
    public static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private static final String HOST = "KUBERNETES_SERVICE_HOST";
    private static final String PORT = "KUBERNETES_SERVICE_PORT";

    private InCluster() {}

    /** Whether this process is in a pod that has a service account's token. */
    public static boolean isHere(Map<String, String> environment, Path serviceAccount) {
        return !environment.getOrDefault(HOST, "").isEmpty() && Files.exists(serviceAccount.resolve("token"));
    }

    /**
     * Access as the service account. Its files may change at any time.
     *
     * @throws AccessException if this is no pod
     */
    public static ClusterAccess access(Map<String, String> environment, Path serviceAccount) throws AccessException {
        String host = environment.getOrDefault(HOST, "");
        String port = environment.getOrDefault(PORT, "443");
        if (host.isEmpty()) {
            throw new AccessException(
                    HOST + " is not set, so this is no pod of Kubernetes; name a kubeconfig with --kubeconfig");
        }
        String name = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        URI server;
        try {
            server = URI.create("https://" + name + ":" + port);
        } catch (IllegalArgumentException e) {
            throw new AccessException(HOST + "=" + host + " and " + PORT + "=" + port + " make no URL", e);
        }
        if (server.getHost() == null || server.getPort() < 0) {
            throw new AccessException(HOST + "=" + host + " and " + PORT + "=" + port + " make no URL");
        }
        return new ClusterAccess(
                "the service account in " + serviceAccount,
                server,
                new ClusterAccess.Trust(PemSource.in(serviceAccount.resolve("ca.crt")), false, null),
                new StoredLogin(serviceAccount.resolve("token"), Credential.NONE));
    }
}
