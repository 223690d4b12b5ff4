// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import io.flowobserver.enrich.snapshot.ClusterRanges;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.file.FileWatcher;
import io.flowobserver.file.RegularFile;
import io.flowobserver.file.WatchedFiles;
import io.flowobserver.flow.entity.Node;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills an inventory from a JSON file. A changed file that cannot be read leaves the inventory as it was. */
public final class InventoryFile {
    /** Bytes in a file at most. */
    public static final long MAX_SIZE = 256L << 20;

    private static final Logger log = LoggerFactory.getLogger(InventoryFile.class);

    private final Path path;
    private final Inventory inventory;
    private final WatchedFiles<Snapshot> watched;
    private volatile Contents contents = new Contents(0, 0, 0, 0, 0);

    /**
     * How much there is in the contents that are in use.
     *
     * @param readMillis when they were read, in milliseconds since 1970-01-01 UTC
     * @param endpoints on this node
     * @param pods in the whole cluster
     * @param services addresses with a port of a service
     * @param identities the reserved ones included
     */
    public record Contents(long readMillis, int endpoints, int pods, int services, int identities) {}

    /**
     * @param naming makes the node out of what the file says of it; called for each reading
     */
    public InventoryFile(Path path, Function<NodeFacts, Node> naming, Inventory inventory) {
        this.path = path;
        this.inventory = inventory;
        this.watched = new WatchedFiles<>(
                List.of(path),
                () -> read(path, naming, inventory.cluster()),
                this::replace,
                "keeping what was known before");
    }

    /** Reads the file and publishes the first snapshot on the calling thread, then has the file watched. */
    public void start(FileWatcher watcher) throws IOException {
        use(watched.read());
        watcher.watch(watched);
    }

    /** Returns the file. */
    public Path path() {
        return path;
    }

    /** Returns what is in use. Any thread. */
    public Contents contents() {
        return contents;
    }

    /** Returns why the file could not be read again; empty if it did not change, or could be read. Any thread. */
    public String problem() {
        return watched.problem();
    }

    private void use(Snapshot snapshot) {
        contents = new Contents(
                System.currentTimeMillis(),
                snapshot.endpointCount(),
                snapshot.pods().size(),
                snapshot.serviceCount(),
                snapshot.identityCount());
        inventory.publish(snapshot);
    }

    private void replace(Snapshot snapshot) {
        use(snapshot);
        log.info("inventory {} was read again", path);
    }

    /** Reads a file once. Nothing is the world in it, unless it says so. */
    public static Snapshot read(Path path, Function<NodeFacts, Node> naming) throws InventoryException {
        return read(path, naming, ClusterRanges.EVERYTHING);
    }

    private static Snapshot read(Path path, Function<NodeFacts, Node> naming, ClusterRanges cluster)
            throws InventoryException {
        try (Reader text = open(path)) {
            return read(path.toString(), text, naming, cluster);
        } catch (InventoryException e) {
            throw e;
        } catch (IOException e) {
            throw new InventoryException(e);
        }
    }

    /** Reads a document; the source is what errors call it. */
    public static Snapshot read(String source, Reader text, Function<NodeFacts, Node> naming)
            throws InventoryException {
        return read(source, text, naming, ClusterRanges.EVERYTHING);
    }

    private static Snapshot read(String source, Reader text, Function<NodeFacts, Node> naming, ClusterRanges cluster)
            throws InventoryException {
        JsonCursor cursor = new JsonCursor(source, text);
        InventoryReader reader = new InventoryReader(cursor);
        NodeFacts node;
        try {
            node = reader.read();
        } catch (IOException | NumberFormatException e) {
            throw cursor.explain(e);
        }
        return reader.builder().cluster(cluster).build(naming.apply(node));
    }

    private static Reader open(Path path) throws IOException {
        return new BufferedReader(
                new InputStreamReader(RegularFile.open(path, MAX_SIZE), StandardCharsets.UTF_8.newDecoder()));
    }
}
