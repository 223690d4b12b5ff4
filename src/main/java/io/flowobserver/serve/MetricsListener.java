// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import io.flowobserver.serve.client.ConnectionLimits;
import io.flowobserver.serve.http.HttpConnection;
import io.flowobserver.serve.http.HttpRoute;
import io.flowobserver.serve.http.HttpRoutes;
import io.flowobserver.serve.listen.ConnectionCounts;
import io.flowobserver.serve.listen.EventLoops;
import io.flowobserver.serve.listen.ListenUrl;
import io.flowobserver.serve.listen.Listener;
import io.flowobserver.serve.listen.ListenerContext;
import io.flowobserver.serve.listen.RejectedConnections;
import io.flowobserver.tls.ServerTls;
import io.flowobserver.tls.TlsFiles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The listener of {@code --metrics-server}: metrics and probes by HTTP/1.1, without gRPC.
 *
 * <p>It has an event loop of its own, {@code observer-metrics-0}, so that a scrape never delays a stream of flows, and
 * streams of flows never delay a probe.
 *
 * <p>{@link #start} and {@link #close} are for one thread at a time.
 */
public final class MetricsListener implements AutoCloseable {
    private static final List<String> PROTOCOLS = List.of("http/1.1");
    private static final long CLOSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ListenerContext context;
    private final @Nullable ServerTls tls;
    private @Nullable EventLoops loops;
    private @Nullable Listener listener;

    /**
     * Where it listens, and how.
     *
     * @param tls files for TLS; without them it is plaintext
     */
    public record Options(ListenUrl url, Optional<TlsFiles> tls, ConnectionLimits limits) {
        /** 64 connections, which is enough for probes and a few Prometheus servers, and the usual timeouts. */
        public Options(ListenUrl url, Optional<TlsFiles> tls) {
            this(url, tls, ConnectionLimits.DEFAULT.withConnections(64));
        }
    }

    /**
     * @param routes what is served; called on the event loop
     * @param connections where connections are counted
     */
    public MetricsListener(Options options, List<HttpRoute> routes, ConnectionCounts connections) {
        this.tls = options.tls().map(files -> new ServerTls(files, PROTOCOLS)).orElse(null);
        HttpRoutes pages = new HttpRoutes(routes);
        this.context = new ListenerContext(
                options.url(),
                tls,
                new ListenerContext.Protocols(null, () -> HttpConnection.handlers(pages, options.limits())),
                options.limits(),
                new RejectedConnections(connections));
    }

    /**
     * Binds the address. TLS files may come later; until then clients are rejected.
     *
     * @throws IOException with one line for the operator if the address cannot be bound or a TLS file cannot be used
     */
    public void start() throws IOException {
        try {
            if (tls != null) {
                tls.start();
            }
            loops = EventLoops.startSingle("observer-metrics");
            listener = Listener.open(context, loops);
        } catch (IOException failure) {
            close();
            throw failure;
        }
    }

    /** The address that was bound, with the port chosen by the kernel if none was asked for. */
    public ListenUrl bound() {
        return listener == null ? context.url() : listener.bound();
    }

    /** What it speaks TLS with, if it does. */
    public Optional<ServerTls> tls() {
        return Optional.ofNullable(tls);
    }

    /** Closes all connections; takes three seconds at most. */
    @Override
    public void close() {
        if (listener != null) {
            listener.stop();
            listener.close(CLOSE_NANOS);
            listener = null;
        }
        if (loops != null) {
            loops.close();
            loops = null;
        }
        if (tls != null) {
            tls.close();
        }
    }
}
