// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ErrorLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(ErrorLog.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final ErrorLog log = new ErrorLog();

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
    }

    @Test
    void add_sameLine_isLoggedOnce() {
        for (int i = 0; i < 3; i++) {
            assertThat(log.add(new IllegalStateException("number " + i), "it failed"))
                    .isEqualTo(i == 0);
        }
        assertThat(appender.list).hasSize(1);
        assertThat(appender.list.get(0).getFormattedMessage())
                .isEqualTo("it failed; more errors of this kind are not logged");
        assertThat(appender.list.get(0).getThrowableProxy().getMessage()).isEqualTo("number 0");
    }

    @Test
    void add_otherLineOrClass_isLoggedToo() {
        for (Throwable error :
                List.of(new IllegalStateException(), new ArithmeticException(), new StackOverflowError())) {
            assertThat(log.add(error, "it failed")).isTrue();
        }
        assertThat(log.add(new IllegalStateException(), "it failed")).isTrue();
    }

    @Test
    void add_withoutStackTrace_isKnownByItsClass() {
        for (int i = 0; i < 2; i++) {
            Throwable error = new IllegalStateException();
            error.setStackTrace(new StackTraceElement[0]);
            assertThat(log.add(error, "it failed")).isEqualTo(i == 0);
        }
    }
}
