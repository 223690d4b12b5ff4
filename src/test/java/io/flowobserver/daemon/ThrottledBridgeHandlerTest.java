// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ThrottledBridgeHandlerTest {
    private static final String NAME = "io.grpc.test";

    private final Logger logger = (Logger) LoggerFactory.getLogger(NAME);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final ThrottledBridgeHandler handler = new ThrottledBridgeHandler();

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void ignore() {
        logger.detachAppender(appender);
    }

    @Test
    void publish_sameWarningManyTimes_oneLine() {
        for (int i = 0; i < 240; i++) {
            publish("Exception processing message", new IllegalStateException("call " + i));
        }
        assertThat(lines()).containsExactly("Exception processing message");
    }

    @Test
    void publish_otherKinds_aLineEach() {
        publish("Exception processing message", new IllegalStateException());
        publish("Exception processing message", new IllegalArgumentException());
        publish("Exception in onDataRead()", new IllegalStateException());
        assertThat(lines()).hasSize(3);
    }

    @Test
    void publish_textsOfClients_areFewKinds() {
        for (int i = 0; i < 1_000; i++) {
            publish("Expected header TE: trailers, but " + i + " is received", null);
            publish(i + " is what the client has sent", null);
        }
        assertThat(lines()).hasSizeLessThan(210);
    }

    private List<String> lines() {
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private void publish(String message, Throwable thrown) {
        LogRecord entry = new LogRecord(Level.WARNING, message);
        entry.setLoggerName(NAME);
        entry.setThrown(thrown);
        handler.publish(entry);
    }
}
