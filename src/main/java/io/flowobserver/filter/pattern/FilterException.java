// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.pattern;

/** Thrown if a filter cannot be compiled. The message is meant for the author of the filter. */
public final class FilterException extends Exception {
    private FilterException(String message) {
        super(message, null, false, false);
    }

    public static FilterException invalid(String message) {
        return new FilterException(message);
    }

    /** Returns the same error with a context in front of its message. */
    public FilterException in(String context) {
        return new FilterException(context + ": " + getMessage());
    }
}
