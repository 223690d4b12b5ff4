// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.tls;

import io.flowobserver.file.FileWatcher;
import io.flowobserver.file.WatchedFiles;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS material that a listener uses now. After a change of the files all of it is replaced at once. If the new
 * files cannot be used, the old material stays. CAs that have expired are not trusted any more.
 *
 * <p>One thread at a time may call {@link #start} and {@link #close}. The other methods are thread-safe.
 */
public final class ServerTls implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServerTls.class);
    private static final int MAX_WAITING_HANDSHAKES = 4_096;
    private static final long IDLE_SECONDS = 10;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final TlsFiles files;
    private final List<String> protocols;
    private final WatchedFiles<Loaded> watched;
    private final ExpiryWarnings warnings = new ExpiryWarnings(log);
    private final ThreadPoolExecutor handshakes;
    private volatile @Nullable Loaded loaded;

    /** What the files said, without the text of the key, and what was made of that. */
    private record Loaded(TlsFiles.Content content, TlsMaterial material) {}

    /**
     * @param protocols what is spoken inside, the preferred first, as clients that ask for it (ALPN) call it
     */
    public ServerTls(TlsFiles files, List<String> protocols) {
        this.files = files;
        this.protocols = List.copyOf(protocols);
        this.watched = new WatchedFiles<>(
                files.all(), () -> load(files.read()), this::replace, "keeping the TLS files that were read before");
        this.handshakes = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING_HANDSHAKES),
                new DefaultThreadFactory("observer-tls", true));
        handshakes.allowCoreThreadTimeOut(true);
    }

    /**
     * Reads the files. If one is not there yet, clients are refused until a watcher has found it.
     *
     * @throws IOException with one line for the operator if a file cannot be used
     */
    public void start() throws IOException {
        try {
            loaded = watched.read();
        } catch (NoSuchFileException missing) {
            log.warn("{}; clients are refused until it is there", missing.getMessage());
        }
        checkExpiry();
    }

    /** From now on, the watcher notices changes of the files and certificates that expire. */
    public void watch(FileWatcher watcher) {
        watcher.watch(watched);
        watcher.everyLook(this::checkExpiry);
    }

    /** Returns what new handshakes use; null as long as files are missing. */
    public @Nullable TlsMaterial current() {
        Loaded now = loaded;
        return now == null ? null : now.material;
    }

    /**
     * Returns what encrypts one connection. Another thread computes its handshake, so that event loops can serve other
     * connections meanwhile.
     */
    public SslHandler newHandler(TlsMaterial material, ByteBufAllocator allocator, long timeoutMillis) {
        SslHandler handler = material.context().newHandler(allocator, handshakes);
        handler.setHandshakeTimeoutMillis(timeoutMillis);
        return handler;
    }

    /** Whether clients have to show a certificate. */
    public boolean wantsClientCertificates() {
        return !files.clientCas().isEmpty();
    }

    /** The files with certificates. */
    public List<Path> certificates() {
        return files.certificates();
    }

    /** Seconds until the first certificate of a file expires, negative afterwards; NaN as long as files are missing. */
    public double expirySeconds(Path file) {
        TlsMaterial material = current();
        Instant expiry = material == null ? null : material.expiries().get(file);
        return expiry == null
                ? Double.NaN
                : Duration.between(Instant.now(), expiry).toMillis() / MILLIS_PER_SECOND;
    }

    /** How often changed files were taken up. */
    public long reloads() {
        return watched.reloads();
    }

    /** How often changed files could not be used. */
    public long failures() {
        return watched.failures();
    }

    /** Ends what handshakes need; what is in use stays. */
    @Override
    public void close() {
        handshakes.shutdownNow();
    }

    private Loaded load(TlsFiles.Content content) throws IOException {
        return new Loaded(content, TlsMaterial.of(files, content, protocols, Instant.now()));
    }

    private void replace(Loaded next) {
        loaded = next;
        log.info("TLS files were read again; connections from now on use {}", files.certificate());
    }

    private void checkExpiry() {
        Loaded now = loaded;
        if (now == null) {
            return;
        }
        Instant time = Instant.now();
        if (now.material.hasLostACa(time)) {
            try {
                loaded = load(now.content);
            } catch (IOException e) {
                throw new UncheckedIOException("what could be used before cannot be used again", e);
            }
        }
        warnings.check(now.material.expiries(), time);
    }
}
