// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
    void close_neverStarted_doesNothing() {
        watcher.close();
        assertThat(watcher.isAlive()).isFalse();
    }
}
