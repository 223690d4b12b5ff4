// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A user of a kubeconfig. */
final class UserEntry {
    private static final List<String> REFUSED =
            List.of("as", "as-uid", "as-groups", "as-user-extra", "username", "password", "auth-provider");

    private final KubeconfigFile file;
    private final YamlMap map;
    private final Map<String, String> environment;

    /** @param environment for a program that gives credentials */
    UserEntry(Kubeconfig.Entry entry, Map<String, String> environment) {
        file = entry.file();
        map = entry.map();
        this.environment = environment;
    }

    Login login(ClusterEntry cluster) throws AccessException {
        for (String key : REFUSED) {
            if (map.has(key)) {
                throw new AccessException(
                        map.place(key) + ": is not supported; use a token, a client certificate, or a program (exec)");
            }
        }
        Credential.Identity identity = identity();
        String token = map.text("token");
        if (!token.isEmpty() && !StoredLogin.isToken(token)) {
            throw new AccessException(map.place("token") + ": must be one line of printable characters");
        }
        YamlMap exec = map.map("exec");
        if (exec != null && token.isEmpty() && map.text("tokenFile").isEmpty()) {
            return new ExecLogin(ExecCommand.of(file, exec, cluster, environment), identity);
        }
        String path = map.text("tokenFile");
        return new StoredLogin(path.isEmpty() ? null : file.resolve(path), new Credential(token, identity));
    }

    private Credential.@Nullable Identity identity() throws AccessException {
        PemSource certificates = ClusterEntry.pem(map, file, "client-certificate");
        PemSource key = ClusterEntry.pem(map, file, "client-key");
        if (certificates != null && key != null) {
            return new Credential.Identity(certificates, key);
        }
        if (certificates != null) {
            throw new AccessException(map.place("client-certificate") + ": has no client-key; give that, too");
        }
        if (key != null) {
            throw new AccessException(map.place("client-key") + ": has no client-certificate; give that, too");
        }
        return null;
    }
}
