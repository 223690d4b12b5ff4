// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.pattern;

/** A filter that cannot be compiled; the message is for whoever wrote the filter. */
public final class FilterException extends Exception {
    private FilterException(String message) {
        super(message, null, false, false);
    }

    public static FilterException invalid(String message) {
        return new FilterException(message);
    }

    /** The same fault, with what was being compiled in front. */
    public FilterException in(String context) {
        return new FilterException(context + ": " + getMessage());
    }
}
