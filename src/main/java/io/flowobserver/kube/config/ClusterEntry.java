// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A cluster of a kubeconfig. */
final class ClusterEntry {
    private final KubeconfigFile file;
    private final YamlMap map;

    ClusterEntry(Kubeconfig.Entry entry) {
        file = entry.file();
        map = entry.map();
    }

    YamlMap map() {
        return map;
    }

    URI server() throws AccessException {
        URI server = url("server", "http", "https");
        if (server == null) {
            throw new AccessException(map.place("server") + ": is missing; give the URL of the API server");
        }
        String path = server.getRawPath();
        String text = server.getScheme().toLowerCase(Locale.ROOT) + "://" + server.getRawAuthority() + path;
        return URI.create(path.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    ClusterAccess.Trust trust() throws AccessException {
        String name = map.text("tls-server-name");
        if (!name.isEmpty() && !name.equals(server().getHost())) {
            throw new AccessException(map.place("tls-server-name")
                    + ": the certificate must be of the host in \"server\"; use a host name that is in it there");
        }
        boolean insecure = map.flag("insecure-skip-tls-verify");
        PemSource cas = pem(map, file, "certificate-authority");
        if (insecure && cas != null) {
            throw new AccessException(map.place("insecure-skip-tls-verify")
                    + ": would make certificate-authority useless; remove one of them");
        }
        return new ClusterAccess.Trust(cas, insecure, url("proxy-url", "http"));
    }

    /** What a key says: the PEM itself in Base64 ({@code KEY-data}), or the path of a file; null if it is not there. */
    static @Nullable PemSource pem(YamlMap map, KubeconfigFile file, String key) throws AccessException {
        String data = map.text(key + "-data");
        if (!data.isEmpty()) {
            try {
                return PemSource.of(
                        map.place(key + "-data"), Base64.getMimeDecoder().decode(data));
            } catch (IllegalArgumentException e) {
                throw new AccessException(map.place(key + "-data") + ": is not Base64", e);
            }
        }
        String path = map.text(key);
        return path.isEmpty() ? null : PemSource.in(file.resolve(path));
    }

    private @Nullable URI url(String key, String... schemes) throws AccessException {
        String text = map.text(key);
        if (text.isEmpty()) {
            return null;
        }
        String remedy = ": must be a URL that begins with " + String.join(":// or ", schemes) + "://";
        try {
            URI url = new URI(text);
            for (String scheme : schemes) {
                if (scheme.equalsIgnoreCase(url.getScheme()) && url.getHost() != null && url.getUserInfo() == null) {
                    return url;
                }
            }
            throw new AccessException(map.place(key) + remedy + " and has no user");
        } catch (URISyntaxException e) {
            throw new AccessException(map.place(key) + remedy, e);
        }
    }
}
