// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.flags;

/** Thrown for a flag or value that the user can correct. The message is one line. */
public final class FlagException extends RuntimeException {
    public FlagException(String message) {
        super(message, null, false, false);
    }
}
