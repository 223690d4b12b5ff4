// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.http;

import io.flowobserver.kube.config.ClusterAccess;
import io.flowobserver.kube.config.Credential;
import io.flowobserver.tls.JdkClientTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's client with the certificates of now. The files are read for each request, of which there are few; when they
 * have changed, new connections trust and show what is in them, and old ones go on until they end. Any thread.
 */
final class HttpClients {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int DEFAULT_PROXY_PORT = 80;

    private final ClusterAccess access;
    private List<byte[]> used = List.of();
    private @Nullable HttpClient client;

    HttpClients(ClusterAccess access) {
        this.access = access;
    }

    /** @throws IOException with one line for the operator if a file cannot be used */
    synchronized HttpClient get(Credential credential) throws IOException {
        JdkClientTls.Text cas =
                access.trust().cas() == null ? null : access.trust().cas().read();
        JdkClientTls.Identity identity = identity(credential);
        List<byte[]> texts = texts(cas, identity);
        HttpClient present = client;
        if (present == null || !areEqual(used, texts)) {
            present = create(cas, identity);
            client = present;
            used = texts;
        }
        return present;
    }

    private HttpClient create(JdkClientTls.@Nullable Text cas, JdkClientTls.@Nullable Identity identity)
            throws IOException {
        ClusterAccess.Trust trust = access.trust();
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(proxy(trust.proxy()));
        if (access.server().getScheme().equals("https")) {
            SSLContext context =
                    trust.insecure() ? JdkClientTls.insecureContext(identity) : JdkClientTls.context(cas, identity);
            return builder.sslContext(context)
                    .version(HttpClient.Version.HTTP_2)
                    .build();
        }
        return builder.version(HttpClient.Version.HTTP_1_1).build();
    }

    private static ProxySelector proxy(@Nullable URI proxy) {
        if (proxy == null) {
            return HttpClient.Builder.NO_PROXY;
        }
        int port = proxy.getPort() < 0 ? DEFAULT_PROXY_PORT : proxy.getPort();
        return ProxySelector.of(InetSocketAddress.createUnresolved(proxy.getHost(), port));
    }

    private static JdkClientTls.@Nullable Identity identity(Credential credential) throws IOException {
        Credential.Identity identity = credential.identity();
        return identity == null
                ? null
                : new JdkClientTls.Identity(
                        identity.certificates().read(), identity.key().read());
    }

    private static List<byte[]> texts(JdkClientTls.@Nullable Text cas, JdkClientTls.@Nullable Identity identity) {
        List<byte[]> texts = new ArrayList<>();
        if (cas != null) {
            texts.add(cas.pem());
        }
        if (identity != null) {
            texts.add(identity.certificates().pem());
            texts.add(identity.key().pem());
        }
        return texts;
    }

    private static boolean areEqual(List<byte[]> some, List<byte[]> others) {
        boolean equal = some.size() == others.size();
        for (int i = 0; equal && i < some.size(); i++) {
            equal = Arrays.equals(some.get(i), others.get(i));
        }
        return equal;
    }
}
