// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.console;

/**
 * Thrown for an error that the user can correct. The message is one line for standard error; no stack trace is printed.
 */
public final class UserError extends RuntimeException {
    public UserError(String message) {
        super(message, null, false, false);
    }
}
