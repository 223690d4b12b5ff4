// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.supervise;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the process after an error that leaves the JVM in an unknown state. */
public final class FatalErrors {
    private static final Logger log = LoggerFactory.getLogger(FatalErrors.class);
    private static final int EXIT_CODE = 1;

    private FatalErrors() {}

    /**
     * Ends the process with exit code 1 if the error is fatal; returns otherwise. Any thread.
     *
     * <p>Fatal are the {@link VirtualMachineError}s, above all {@link OutOfMemoryError}: other threads may have got the
     * same error in the middle of a change. A {@link StackOverflowError} is not fatal, because it concerns only the
     * work of its own thread.
     */
    public static void exitIfFatal(Throwable error) {
        if (isFatal(error)) {
            try {
                log.error("thread {}: the process ends", Thread.currentThread().getName(), error);
            } finally {
                // Not exit(): the shutdown hooks need memory and locks too.
                Runtime.getRuntime().halt(EXIT_CODE);
            }
        }
    }

    static boolean isFatal(Throwable error) {
        return error instanceof VirtualMachineError && !(error instanceof StackOverflowError);
    }
}
