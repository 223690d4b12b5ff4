// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.console;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;

/**
 * {@code %safe(...)} in the pattern of the log: what is in parentheses, with escapes in place of control characters.
 * Log lines show names and messages that somebody else wrote.
 */
public final class SafeLogConverter extends CompositeConverter<ILoggingEvent> {
    @Override
    protected String transform(ILoggingEvent event, String text) {
        return SafeText.lines(text);
    }
}
