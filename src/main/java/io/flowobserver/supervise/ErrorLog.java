// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.supervise;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs unexpected exceptions: the first one of each kind with its stack trace, and no other of that kind. Exceptions
 * are of one kind if they have the same class and were thrown by the same line. Thread-safe.
 */
public final class ErrorLog {
    // The log's configuration prints whole stack traces for this class only.
    private static final Logger log = LoggerFactory.getLogger(ErrorLog.class);

    /** Bounds the memory. A program does not have that many lines that throw. */
    private static final int MAX_KINDS = 1000;

    private final Set<String> kinds = ConcurrentHashMap.newKeySet();

    /**
     * Logs the exception if it is the first of its kind.
     *
     * @param consequence what became of the thing that failed
     * @return whether it was logged
     */
    public boolean add(Throwable error, String consequence) {
        if (kinds.size() >= MAX_KINDS || !kinds.add(kind(error))) {
            return false;
        }
        log.error("{}; more errors of this kind are not logged", consequence, error);
        return true;
    }

    private static String kind(Throwable error) {
        StackTraceElement[] frames = error.getStackTrace();
        return error.getClass().getName() + (frames.length == 0 ? "" : " " + frames[0]);
    }
}
