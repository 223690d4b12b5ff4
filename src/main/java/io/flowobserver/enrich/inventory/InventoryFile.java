// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.flow.entity.Node;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an inventory as a JSON file says, and reads it again whenever the file changes. A changed file that cannot be
 * read leaves the inventory as it was, with one warning in the log.
 */
public final class InventoryFile implements AutoCloseable {
    /** Bytes in a file at most. */
    public static final long MAX_SIZE = 256L << 20;

    private static final Logger log = LoggerFactory.getLogger(InventoryFile.class);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
    private static final long CLOSE_TIMEOUT_MILLIS = 5_000;

    private final Path path;
    private final Function<NodeFacts, Node> naming;
    private final Inventory inventory;
    private final Duration pollInterval;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Version seen;
    private @Nullable Thread thread;

    /**
     * @param naming makes the node out of what the file says of it; called for each reading
     */
    public InventoryFile(Path path, Function<NodeFacts, Node> naming, Inventory inventory) {
        this(path, naming, inventory, POLL_INTERVAL);
    }

    InventoryFile(Path path, Function<NodeFacts, Node> naming, Inventory inventory, Duration pollInterval) {
        this.path = path;
        this.naming = naming;
        this.inventory = inventory;
        this.pollInterval = pollInterval;
    }

    /** Reads a file once. */
    public static Snapshot read(Path path, Function<NodeFacts, Node> naming) throws InventoryException {
        return read(path, version(path), naming);
    }

    /** Reads the file, publishes the first snapshot on the calling thread, and watches the file from then on. */
    public void start() throws InventoryException {
        seen = version(path);
        inventory.publish(read(path, seen, naming));
        thread = new Thread(this::watch, "observer-inventory-0");
        thread.setDaemon(true);
        thread.start();
    }

    /** Stops watching; the inventory keeps its snapshot. */
    @Override
    public void close() {
        closed.countDown();
        if (thread != null) {
            try {
                thread.join(CLOSE_TIMEOUT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void watch() {
        try {
            while (!closed.await(pollInterval.toNanos(), TimeUnit.NANOSECONDS)) {
                check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes note of the version before it reads, so that a change in the meantime is seen the next time. */
    private void check() {
        Version before = seen;
        try {
            seen = null;
            seen = version(path);
            if (!seen.equals(before)) {
                inventory.publish(read(path, seen, naming));
                log.info("inventory {} was read again", path);
            }
        } catch (InventoryException e) {
            // A file that is gone has no version, and is warned of only when it goes.
            if (before != null || seen != null) {
                log.warn("{}; keeping what was known before", e.getMessage());
            }
        }
    }

    private static Snapshot read(Path path, Version version, Function<NodeFacts, Node> naming)
            throws InventoryException {
        String source = path.toString();
        if (!version.regular) {
            throw new InventoryException(source, "is not a regular file");
        }
        if (version.size > MAX_SIZE) {
            throw new InventoryException(source, "is larger than " + (MAX_SIZE >> 20) + " MiB");
        }
        try (Reader text = open(path)) {
            return read(source, text, naming);
        } catch (IOException e) {
            throw explain(path, e);
        }
    }

    /** Reads a document; the source is what errors call it. */
    public static Snapshot read(String source, Reader text, Function<NodeFacts, Node> naming)
            throws InventoryException {
        JsonCursor cursor = new JsonCursor(source, text);
        InventoryReader reader = new InventoryReader(cursor);
        NodeFacts node;
        try {
            node = reader.read();
        } catch (IOException | NumberFormatException e) {
            throw cursor.explain(e);
        }
        return reader.builder().build(naming.apply(node));
    }

    private static Reader open(Path path) throws IOException {
        return new BufferedReader(
                new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8.newDecoder()));
    }

    private static Version version(Path path) throws InventoryException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            Object inode = attributes.fileKey();
            return new Version(inode, attributes.lastModifiedTime(), attributes.size(), attributes.isRegularFile());
        } catch (IOException e) {
            throw explain(path, e);
        }
    }

    private static InventoryException explain(Path path, IOException cause) {
        if (cause instanceof InventoryException explained) {
            return explained;
        }
        String problem = cause instanceof NoSuchFileException
                ? "no such file"
                : cause instanceof AccessDeniedException
                        ? "permission denied"
                        : "cannot be read: " + cause.getMessage();
        return new InventoryException(path.toString(), problem);
    }

    /** What changes when a file does. */
    private record Version(@Nullable Object inode, FileTime modified, long size, boolean regular) {}
}
