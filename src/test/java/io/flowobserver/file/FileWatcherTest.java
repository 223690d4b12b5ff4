// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FileWatcherTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(FileWatcher.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final FileWatcher watcher = new FileWatcher(Duration.ofMillis(1));
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
        watcher.start();
        await().until(() -> runs.get() > 2);
        assertThat(watcher.isAlive()).isTrue();
        assertThat(watcher.failures()).isGreaterThanOrEqualTo(6);
        assertThat(log.list).hasSize(2);
        assertThat(log.list.get(0).getThrowableProxy().getMessage()).isEqualTo("broken");
    }

    @Test
    void look_taskThatFailsAgainAfterASuccess_isLoggedAgain() {
        watcher.everyLook(() -> {
            if (runs.incrementAndGet() != 3) {
                throw new IllegalStateException("run " + runs);
            }
        });
        for (int i = 0; i < 5; i++) {
            watcher.look();
        }
        assertThat(watcher.failures()).isEqualTo(4);
        List<String> logged = log.list.stream()
                .map(event -> event.getThrowableProxy().getMessage())
                .toList();
        assertThat(logged).containsExactly("run 1", "run 4");
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
