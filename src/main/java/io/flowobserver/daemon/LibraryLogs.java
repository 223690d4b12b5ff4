// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import org.slf4j.bridge.SLF4JBridgeHandler;

/** Brings what libraries say through {@code java.util.logging} to the daemon's own log, where its levels hold. */
final class LibraryLogs {
    private LibraryLogs() {}

    /** Does nothing the second time. */
    static synchronized void join() {
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }
}
