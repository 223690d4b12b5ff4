// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import org.jspecify.annotations.Nullable;

/** Thrown if the daemon cannot start. The message is one line for the operator: it names the cause and a remedy. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1;

    public StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public StartException(String message) {
        super(message);
    }
}
