// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import org.jspecify.annotations.Nullable;

/** Why the daemon cannot start: one line for the operator that names the input and what would help. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1;

    public StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public StartException(String message) {
        super(message);
    }
}
