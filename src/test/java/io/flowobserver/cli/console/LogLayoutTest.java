// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLayoutTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void doLayout_message_isOneLineWithTimeAndLevel() {
        assertThat(layout("short").doLayout(event("ready", null)))
                .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d\\d\\d WARN  ready\n");
    }

    @Test
    void doLayout_foreignText_cannotMoveTheCursor() {
        assertThat(layout("short").doLayout(event("pod \u001b[2J\r\u009b", null)))
                .endsWith("WARN  pod ^[[2J\\r\\x9b\n");
    }

    @Test
    void doLayout_foreignText_cannotTurnTheDirection() {
        Exception exception = new IllegalStateException("t\u2066");
        assertThat(layout("short").doLayout(event("pod \u202etxt", exception)))
                .contains("WARN  pod \\u202etxt\n", "IllegalStateException: t\\u2066\n")
                .doesNotContain("\u202e", "\u2066");
    }

    @Test
    void doLayout_severalLines_stayLines() {
        assertThat(layout("short").doLayout(event("observer\n  node:\ta\n", null)))
                .endsWith("WARN  observer\n  node:\ta\n\n");
    }

    @Test
    void doLayout_exception_hasOneFrameOrAll() {
        Exception exception = new IllegalStateException("made by \u001b the test");
        String brief = layout("short").doLayout(event("failed", exception));
        String whole = layout("full").doLayout(event("failed", exception));
        assertThat(brief).contains("IllegalStateException: made by ^[ the test\n");
        assertThat(brief.lines().filter(line -> line.contains("at "))).hasSize(1);
        assertThat(whole.lines().filter(line -> line.contains("at "))).hasSizeGreaterThan(5);
    }

    private LogLayout layout(String depth) {
        LogLayout layout = new LogLayout(depth);
        layout.setContext(context);
        layout.start();
        return layout;
    }

    private LoggingEvent event(String message, @Nullable Throwable thrown) {
        return new LoggingEvent("", context.getLogger("test"), Level.WARN, message, thrown, new Object[0]);
    }
}
