// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import java.util.logging.LogManager;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Redirects the log messages of libraries that use {@code java.util.logging} to the daemon's own log, with its log
 * levels.
 */
final class LibraryLogs {
    private LibraryLogs() {}

    /** Installs the redirection. Idempotent. */
    static synchronized void join() {
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            LogManager.getLogManager().getLogger("").addHandler(new ThrottledBridgeHandler());
        }
    }
}
