// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.http;

import io.flowobserver.kube.config.ClusterAccess;
import io.flowobserver.kube.config.Credential;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPInputStream;

/** Reads from one API server. Any thread; a call waits for the server. */
public final class ApiClient {
    private static final int UNAUTHORIZED = 401;
    private static final int OK = 200;
    private static final int MAX_REFUSAL = 1 << 16;
    private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(1);
    private static final Patience REFUSAL = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(5));

    static {
        // With HTTP/2 a server may send so much before it is read: 16 MiB for each answer, if nobody says otherwise.
        if (System.getProperty("jdk.httpclient.windowsize") == null) {
            System.setProperty("jdk.httpclient.windowsize", String.valueOf(1 << 20));
        }
    }

    private final ClusterAccess access;
    private final HttpClients clients;
    private final Duration headerTimeout;

    /** @param headerTimeout how long an answer may take to begin */
    public ApiClient(ClusterAccess access, Duration headerTimeout) {
        this.access = access;
        this.headerTimeout = headerTimeout;
        clients = new HttpClients(access);
    }

    /** Where the server is, for messages. */
    public URI server() {
        return access.server();
    }

    /**
     * Asks for JSON. The answer is decompressed as it is read; the caller closes it, at its end too.
     *
     * @param target path and query, encoded
     * @throws ApiException if the server refuses the request
     * @throws IOException if it cannot be reached, or a file or program of the login fails; one line
     */
    public InputStream get(String target, Patience patience) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = send(target, patience);
        if (answer.statusCode() != OK) {
            throw refusal(answer);
        }
        InputStream body = answer.body();
        try {
            return answer.headers().firstValue("Content-Encoding").orElse("").equals("gzip")
                    ? new GZIPInputStream(body, 1 << 13)
                    : body;
        } catch (IOException e) {
            body.close();
            throw e;
        }
    }

    private HttpResponse<InputStream> send(String target, Patience patience) throws IOException, InterruptedException {
        Credential credential = access.login().credential();
        HttpResponse<InputStream> answer = send(target, credential, patience);
        if (answer.statusCode() == UNAUTHORIZED && access.login().rejected(credential)) {
            answer.body().close();
            return send(target, access.login().credential(), patience);
        }
        return answer;
    }

    private HttpResponse<InputStream> send(String target, Credential credential, Patience patience)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(access.server() + target))
                .timeout(headerTimeout)
                .header("Accept", "application/json")
                .header("Accept-Encoding", "gzip")
                .header("User-Agent", "observer");
        if (!credential.token().isEmpty()) {
            request.header("Authorization", "Bearer " + credential.token());
        }
        try {
            return clients.get(credential)
                    .send(request.build(), about -> new TimedBody(about.statusCode() == OK ? patience : REFUSAL));
        } catch (IOException e) {
            throw new IOException(server() + ": " + ApiException.reason(e), e);
        }
    }

    private static ApiException refusal(HttpResponse<InputStream> answer) {
        String text = "";
        try (InputStream body = answer.body()) {
            boolean packed = answer.headers().firstValue("Content-Encoding").isPresent();
            text = packed ? "" : new String(body.readNBytes(MAX_REFUSAL), StandardCharsets.UTF_8);
        } catch (IOException lost) {
            // The status says enough.
        }
        return new ApiException(answer.statusCode(), ApiException.message(text), retryAfter(answer));
    }

    private static Duration retryAfter(HttpResponse<?> answer) {
        String text = answer.headers().firstValue("Retry-After").orElse("");
        if (!text.matches("\\d{1,9}")) {
            return Duration.ZERO;
        }
        Duration wanted = Duration.ofSeconds(Long.parseLong(text));
        return wanted.compareTo(MAX_RETRY_AFTER) < 0 ? wanted : MAX_RETRY_AFTER;
    }
}
