// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.console;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Formats a log message as {@code 12:34:56.789 INFO  message}, followed by its exception. Control characters are
 * escaped, because messages quote names and addresses from the network. A message of several lines stays so. Any thread.
 */
final class LogLayout extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int LEVEL_WIDTH = 5;

    private final ThrowableProxyConverter exceptions = new ThrowableProxyConverter();

    /** @param depth how many lines of a stack trace are shown, {@code full} or {@code short} (one line) */
    LogLayout(String depth) {
        exceptions.setOptionList(List.of(depth));
    }

    @Override
    public void start() {
        exceptions.start();
        super.start();
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder();
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        String level = event.getLevel().toString();
        line.append(' ').append(level).append(" ".repeat(LEVEL_WIDTH + 1 - level.length()));
        SafeText.appendLines(line, event.getFormattedMessage());
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            SafeText.appendLines(line, exceptions.convert(event));
        }
        return line.toString();
    }
}
