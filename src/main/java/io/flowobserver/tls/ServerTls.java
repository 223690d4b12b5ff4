// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS material in use. The files are read once a second; a change is taken up once it has stood still for a second,
 * so that files that are replaced one after the other come together. What cannot be used leaves everything as it was,
 * with one warning.
 *
 * <p>{@link #start} and {@link #close} are for one thread at a time, the rest for any.
 */
public final class ServerTls implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServerTls.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int MAX_WAITING_HANDSHAKES = 4_096;
    private static final long IDLE_SECONDS = 10;
    private static final long CLOSE_MILLIS = 2_000;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final TlsFiles files;
    private final List<String> protocols;
    private final Duration interval;
    private final ExpiryWarnings warnings = new ExpiryWarnings(log);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final LongAdder reloads = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final ThreadPoolExecutor handshakes;
    private volatile @Nullable TlsMaterial current;
    /** What was read last, and what was last tried; the watching thread's once it runs. */
    private TlsFiles.@Nullable Content seen;

    private TlsFiles.@Nullable Content tried;
    /** The problem that was told last. */
    private String failure = "";

    private @Nullable Thread thread;

    /**
     * @param protocols what is spoken inside, the preferred first, as clients that ask for it (ALPN) call it
     */
    public ServerTls(TlsFiles files, List<String> protocols) {
        this(files, protocols, INTERVAL);
    }

    ServerTls(TlsFiles files, List<String> protocols, Duration interval) {
        this.files = files;
        this.protocols = List.copyOf(protocols);
        this.interval = interval;
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
     * Reads the files and watches them from then on. Files that are not there yet are waited for.
     *
     * @throws IOException with one line for the operator if a file cannot be used
     */
    public void start() throws IOException {
        try {
            TlsFiles.Content content = files.read();
            seen = content;
            tried = content;
            current = TlsMaterial.of(files, content, protocols, Instant.now());
            warnings.check(current.expiries(), Instant.now());
        } catch (NoSuchFileException missing) {
            log.warn("{}: no such file; clients are refused until it is there", missing.getMessage());
        }
        thread = new Thread(this::watch, "observer-tls-files-0");
        thread.setDaemon(true);
        thread.start();
    }

    /** What handshakes use from now on; null as long as files are missing. */
    public @Nullable TlsMaterial current() {
        return current;
    }

    /**
     * What encrypts one connection. The arithmetic of its handshake is for a thread of its own, so that event loops serve
     * others meanwhile.
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
        TlsMaterial material = current;
        Instant expiry = material == null ? null : material.expiries().get(file);
        return expiry == null
                ? Double.NaN
                : Duration.between(Instant.now(), expiry).toMillis() / MILLIS_PER_SECOND;
    }

    /** How often changed files were taken up. */
    public long reloads() {
        return reloads.sum();
    }

    /** How often changed files could not be used. */
    public long failures() {
        return failures.sum();
    }

    /** Stops watching; what is in use stays. */
    @Override
    public void close() {
        closed.countDown();
        handshakes.shutdownNow();
        if (thread != null) {
            try {
                thread.join(CLOSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void watch() {
        try {
            while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                check(Instant.now());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look at the files. */
    void check(Instant now) {
        try {
            TlsFiles.Content content = files.read();
            boolean still = content.equals(seen);
            seen = content;
            TlsMaterial material = current;
            if (still && !content.equals(tried)) {
                tried = content;
                current = TlsMaterial.of(files, content, protocols, now);
                failure = "";
                reloads.increment();
                log.info("TLS files were read again; connections from now on use {}", files.certificate());
            } else if (material != null && content.equals(tried) && material.hasLostACa(now)) {
                current = TlsMaterial.of(files, content, protocols, now);
            }
        } catch (NoSuchFileException missing) {
            fail(missing.getMessage() + ": no such file");
        } catch (IOException e) {
            failures.increment();
            fail(String.valueOf(e.getMessage()));
        }
        TlsMaterial material = current;
        if (material != null) {
            warnings.check(material.expiries(), now);
        }
    }

    private void fail(String problem) {
        if (!problem.equals(failure)) {
            failure = problem;
            log.warn("{}; keeping the TLS files that were read before", problem);
        }
    }
}
