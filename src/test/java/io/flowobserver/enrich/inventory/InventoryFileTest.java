// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.flowobserver.enrich.Rows;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.file.FileWatcher;
import io.flowobserver.flow.entity.Node;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class InventoryFileTest {
    private final FileWatcher watcher = new FileWatcher(Thread::new);
    private final Inventory inventory = new Inventory();
    private final List<Snapshot> published = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private Path path;

    @BeforeEach
    void listen() {
        path = directory.resolve("inventory.json");
        inventory.onChange(published::add);
    }

    @Test
    void start_goodFile_publishesBeforeItReturns() throws IOException {
        write("{\"links\": [{\"ifindex\": 1, \"name\": \"lo\"}]}");
        start();
        assertThat(inventory.snapshot().link(1).name()).isEqualTo("lo");
    }

    @Test
    void look_changedFile_isPublished() throws IOException {
        write("{}");
        start();
        write("{\"links\": [{\"ifindex\": 1, \"name\": \"lo\"}]}");
        look();
        assertThat(inventory.snapshot().link(1).name()).isEqualTo("lo");
        assertThat(published).hasSize(2);
    }

    @Test
    void look_brokenThenMissingThenGoodFile_warnsOnceEachAndKeepsTheOldSnapshot() throws IOException {
        write("{}");
        try (var warnings = new Warnings()) {
            start();
            Snapshot first = inventory.snapshot();
            write("{\"links\": [");
            look();
            look();
            Files.delete(path);
            look();
            look();
            assertThat(inventory.snapshot()).isSameAs(first);
            write("{\"links\": [{\"ifindex\": 1, \"name\": \"lo\"}]}");
            look();
            assertThat(inventory.snapshot().link(1).name()).isEqualTo("lo");
            assertThat(published).hasSize(2).startsWith(first);
            assertThat(warnings.messages)
                    .containsExactly(
                            "inventory " + path + ": line 1, column 12: ends too early; keeping what was known before",
                            "inventory " + path + ": no such file; keeping what was known before");
        }
    }

    @Test
    void start_noFile_namesIt() {
        assertThatExceptionOfType(InventoryException.class)
                .isThrownBy(this::start)
                .withMessage("inventory " + path + ": no such file");
        assertThat(published).isEmpty();
    }

    @Test
    void read_directory_isRefused() {
        assertThatExceptionOfType(InventoryException.class)
                .isThrownBy(() -> InventoryFile.read(directory, InventoryFileTest::node))
                .withMessage("inventory " + directory + ": is not a file of at most 268435456 bytes");
    }

    @Test
    void read_bytesThatAreNoText_areRefused() throws IOException {
        Files.write(path, new byte[] {'{', '"', (byte) 0xFF, '"'});
        assertThatExceptionOfType(InventoryException.class)
                .isThrownBy(() -> InventoryFile.read(path, InventoryFileTest::node))
                .withMessage("inventory " + path + ": is not UTF-8 text");
    }

    @Test
    void read_fileTooLarge_isRefusedUnread() throws IOException {
        try (var sparse = new RandomAccessFile(path.toFile(), "rw")) {
            sparse.setLength(InventoryFile.MAX_SIZE + 1);
        }
        assertThatExceptionOfType(InventoryException.class)
                .isThrownBy(() -> InventoryFile.read(path, InventoryFileTest::node))
                .withMessage("inventory " + path + ": is not a file of at most 268435456 bytes");
    }

    private void start() throws IOException {
        new InventoryFile(path, InventoryFileTest::node, inventory).start(watcher);
    }

    /** Often enough to take up a change. */
    private void look() {
        watcher.look();
        watcher.look();
    }

    private static Node node(NodeFacts facts) {
        return Rows.NODE;
    }

    /** Replaces the file at once, so that no half of it is read. */
    private void write(String document) throws IOException {
        Path next = Files.writeString(directory.resolve("next.json"), document);
        Files.move(next, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What is warned of while this is open. */
    private static final class Warnings extends AppenderBase<ILoggingEvent> implements AutoCloseable {
        private final Logger logger = (Logger) LoggerFactory.getLogger("io.flowobserver");
        private final List<String> messages = new CopyOnWriteArrayList<>();

        Warnings() {
            setContext(logger.getLoggerContext());
            start();
            logger.addAppender(this);
        }

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel() == Level.WARN) {
                messages.add(event.getFormattedMessage());
            }
        }

        @Override
        public void close() {
            logger.detachAppender(this);
        }
    }
}
