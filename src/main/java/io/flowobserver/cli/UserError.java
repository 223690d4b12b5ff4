// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

/** Something the user can put right: the message is one whole line for standard error, without a stack trace. */
final class UserError extends RuntimeException {
    UserError(String message) {
        super(message, null, false, false);
    }
}
