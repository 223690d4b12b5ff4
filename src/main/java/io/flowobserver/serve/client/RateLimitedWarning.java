// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Logs warnings of one kind: at most one line in ten seconds, with the number of those that it left out before. Any
 * thread.
 */
public final class RateLimitedWarning {
    private final Logger log;
    private final LogThrottle throttle = new LogThrottle();

    public RateLimitedWarning(Logger log) {
        this.log = log;
    }

    /**
     * Logs a warning, or counts it as left out.
     *
     * @param line the text; asked for only if it is logged
     */
    public void log(Supplier<String> line) {
        OptionalLong leftOut = throttle.admit();
        if (leftOut.isPresent()) {
            log.warn("{}{}", line.get(), LogThrottle.leftOut(leftOut.getAsLong()));
        }
    }
}
