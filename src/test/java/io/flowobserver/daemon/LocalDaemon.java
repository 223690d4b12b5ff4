// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import com.google.protobuf.util.JsonFormat;
import io.flowobserver.config.DecodeConfig;
import io.flowobserver.config.ListenConfig;
import io.flowobserver.config.MetricsConfig;
import io.flowobserver.config.NodeConfig;
import io.flowobserver.config.RingConfig;
import io.flowobserver.config.ServeConfig;
import io.flowobserver.config.SourceConfig;
import io.flowobserver.config.SourcesConfig;
import io.flowobserver.proto.node.NodeStatus;
import io.flowobserver.proto.node.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A daemon in the test's JVM, on loopback, and what a client sees of it by HTTP. */
final class LocalDaemon implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The smallest queue that the flag allows. */
    static final int QUEUE_BYTES = 256 << 10;

    private final HttpClient client = HttpClient.newHttpClient();
    private final int metricsPort = freePort();
    final Daemon daemon;

    /** Starts a daemon that never ends because of a failed source. */
    LocalDaemon(SourceOpener opener, SourceConfig... sources) throws StartException {
        this(opener, OptionalInt.empty(), sources);
    }

    LocalDaemon(SourceOpener opener, OptionalInt retryLimit, SourceConfig... sources) throws StartException {
        ServeConfig config = new ServeConfig(
                new ListenConfig(
                        List.of("127.0.0.1:0"),
                        Optional.empty(),
                        Optional.empty(),
                        new ListenConfig.Http(false, true, List.of()),
                        true,
                        ListenConfig.DEFAULT_IDLE_STREAM_TIMEOUT),
                new SourcesConfig(List.of(sources), retryLimit, QUEUE_BYTES),
                Optional.empty(),
                new RingConfig(7),
                NodeConfig.of("node", null, Map.of(), "host"),
                new DecodeConfig(
                        false,
                        false,
                        Optional.empty(),
                        0,
                        new DecodeConfig.Redact(false, false, false, List.of(), List.of(), false)),
                Optional.empty(),
                new MetricsConfig(
                        List.of(),
                        Optional.empty(),
                        MetricsConfig.DEFAULT_MAX_SERIES,
                        Optional.of(new MetricsConfig.Address("127.0.0.1", metricsPort)),
                        Optional.empty(),
                        true));
        daemon = Daemon.start(config, "1.2.3", opener);
    }

    /** The first source of the status. */
    Source source() throws Exception {
        return status().getSources(0);
    }

    /** The source with this name. */
    Source source(String name) throws Exception {
        return status().getSourcesList().stream()
                .filter(source -> source.getName().equals(name))
                .findAny()
                .orElseThrow();
    }

    NodeStatus status() throws Exception {
        NodeStatus.Builder status = NodeStatus.newBuilder();
        JsonFormat.parser().merge(get("/").body(), status);
        return status.build();
    }

    HttpResponse<String> get(String path) throws Exception {
        return getUrl("http://" + daemon.listeners().get(0) + path);
    }

    String metrics() throws Exception {
        return getUrl("http://127.0.0.1:" + metricsPort + "/metrics").body();
    }

    @Override
    public void close() {
        daemon.close();
    }

    private HttpResponse<String> getUrl(String url) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
