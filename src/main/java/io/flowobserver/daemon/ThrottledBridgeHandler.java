// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.serve.client.LogThrottle;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Passes log records of {@code java.util.logging} to the daemon's own log, warnings and errors at most one of a kind in ten
 * seconds: gRPC warns of things that a client can cause as often as it likes. Any thread.
 */
final class ThrottledBridgeHandler extends SLF4JBridgeHandler {
    /** Records are of one kind if they begin with the same words; the rest may be a client's. */
    private static final int KIND_LENGTH = 24;

    /** Bounds the memory. All other kinds count as one. */
    private static final int MAX_KINDS = 200;

    private final Map<String, LogThrottle> kinds = new ConcurrentHashMap<>();
    private final LogThrottle others = new LogThrottle();

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() < Level.WARNING.intValue()) {
            super.publish(entry);
            return;
        }
        OptionalLong leftOut = throttle(entry).admit();
        if (leftOut.isPresent()) {
            entry.setMessage(entry.getMessage() + LogThrottle.leftOut(leftOut.getAsLong()));
            super.publish(entry);
        }
    }

    private LogThrottle throttle(LogRecord entry) {
        String message = String.valueOf(entry.getMessage());
        String kind = entry.getLoggerName() + " "
                + (entry.getThrown() == null ? "" : entry.getThrown().getClass().getName()) + " "
                + message.substring(0, Math.min(KIND_LENGTH, message.length()));
        if (kinds.size() >= MAX_KINDS && !kinds.containsKey(kind)) {
            return others;
        }
        return kinds.computeIfAbsent(kind, absent -> new LogThrottle());
    }
}
