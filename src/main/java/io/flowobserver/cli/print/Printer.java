// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

/**
 * Prints the responses of a stream as lines, without the last line end. Not thread-safe.
 *
 * @param <A> the response
 */
public interface Printer<A> {
    /** Appends the lines that can be printed now. These can be none. */
    void append(StringBuilder out, A answer);

    /** Appends the remaining lines at the end of the stream. */
    default void finish(StringBuilder out) {}

    /** Returns where to print a response. */
    default Place place(A answer) {
        return Place.OUTPUT;
    }

    /** Where a response is printed: on standard output, on standard error, or not at all. */
    enum Place {
        OUTPUT,
        ERROR,
        NOWHERE
    }
}
