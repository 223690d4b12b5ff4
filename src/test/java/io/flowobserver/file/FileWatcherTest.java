// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class FileWatcherTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(FileWatcher.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final FileWatcher watcher = new FileWatcher(task -> new Thread(task, "observer-files-0"));
    private final AtomicInteger runs = new AtomicInteger();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        watcher.close();
        logger.detachAppender(log);
    }

    @Test
    void everyLook_taskThatThrows_doesNotEndTheThreadAndIsLoggedOnce() {
        watcher.everyLook(() -> {
            throw new IllegalStateException("broken");
        });
        watcher.everyLook(() -> {
            throw new StackOverflowError();
        });
        watcher.everyLook(runs::incrementAndGet);
        watcher.look();
        watcher.start();
        await().until(() -> runs.get() > 1);
        assertThat(watcher.isAlive()).isTrue();
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getThrowableProxy().getMessage()).isEqualTo("broken");
    }

    /** An error may leave the JVM in an unknown state, so whoever supervises the thread must get it. */
    @Test
    void look_taskThatThrowsAnError_throwsIt() {
        OutOfMemoryError error = new OutOfMemoryError("made up");
        watcher.everyLook(() -> {
            throw error;
        });
        assertThatThrownBy(watcher::look).isSameAs(error);
        assertThat(log.list).isEmpty();
    }

    @Test
    void close_running_endsTheThread() {
        watcher.everyLook(runs::incrementAndGet);
        watcher.start();
        await().until(() -> runs.get() > 0);
        watcher.close();
        watcher.close();
        assertThat(watcher.isAlive()).isFalse();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("observer-files-0"));
    }

    @Test
    void readAgain_unchangedFile_isReadOnceMore(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "a");
        WatchedFiles<String> files =
                new WatchedFiles<>(List.of(file), () -> Files.readString(file), text -> runs.incrementAndGet(), "");
        files.read();
        watcher.watch(files);
        watcher.look();
        watcher.look();
        assertThat(runs).hasValue(0);
        watcher.readAgain();
        watcher.look();
        watcher.look();
        assertThat(runs).hasValue(1);
        assertThat(files.reloads()).isEqualTo(1);
    }

    @Test
    void readAgain_running_endsThePauseBetweenLooks() {
        watcher.everyLook(runs::incrementAndGet);
        watcher.start();
        await().until(() -> runs.get() > 0);
        for (int i = 0; i < 100; i++) {
            int before = runs.get();
            watcher.readAgain();
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> runs.get() > before);
        }
    }

    @Test
    void close_neverStarted_doesNothing() {
        watcher.close();
        assertThat(watcher.isAlive()).isFalse();
    }
}
