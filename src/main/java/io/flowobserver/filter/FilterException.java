// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

/** A filter that cannot be compiled; the message is for whoever wrote the filter. */
public final class FilterException extends Exception {
    private final boolean unsupported;

    private FilterException(String message, boolean unsupported) {
        super(message, null, false, false);
        this.unsupported = unsupported;
    }

    static FilterException invalid(String message) {
        return new FilterException(message, false);
    }

    static FilterException unsupported(String field) {
        return new FilterException("filtering by " + field + " is not supported by this version of observer", true);
    }

    /** The same fault, with what was being compiled in front. */
    FilterException in(String context) {
        return new FilterException(context + ": " + getMessage(), unsupported);
    }

    /** Whether the filter is valid but beyond this version. */
    public boolean unsupported() {
        return unsupported;
    }
}
