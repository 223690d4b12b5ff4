// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.flags;

/** A flag or a value that the user can put right: the message is one line. */
public final class FlagException extends RuntimeException {
    public FlagException(String message) {
        super(message, null, false, false);
    }
}
