// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import io.flowobserver.supervise.FatalErrors;
import io.netty.channel.Channel;
import io.netty.util.internal.OutOfDirectMemoryError;

/** Handles what was thrown on an event loop while it worked for a connection. */
public final class EventLoopErrors {
    private static final int MAX_CAUSES = 10;

    private EventLoopErrors() {}

    /**
     * Cuts the connection if there was no direct memory for its bytes, which says nothing about the other connections.
     * Ends the process if the JVM is broken ({@link FatalErrors}). Does nothing about other errors. Called by the event
     * loop of the connection.
     *
     * @param error what was thrown; its causes are looked at too
     * @return whether the connection is cut; it is when the event loop has finished its current task
     */
    public static boolean handle(Channel connection, Throwable error) {
        Throwable cause = error;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            if (cause instanceof OutOfDirectMemoryError) {
                // Later, because handlers of this connection are running.
                connection.eventLoop().execute(() -> cut(connection));
                return true;
            }
            FatalErrors.exitIfFatal(cause);
            cause = cause.getCause();
        }
        return false;
    }

    private static void cut(Channel connection) {
        ConnectionSlot slot = ConnectionSlot.ifAdmitted(connection);
        if (slot != null) {
            slot.cut(CutReason.OUT_OF_MEMORY);
        }
    }
}
