// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

/**
 * Writes the answers of a stream as lines, without the last one's end. Not thread-safe.
 *
 * @param <A> the answer
 */
public interface Printer<A> {
    /** Appends what can be written now, nothing if that is nothing. */
    void append(StringBuilder out, A answer);

    /** Appends what is left when no more answers come. */
    default void finish(StringBuilder out) {}

    /** Where an answer belongs. */
    default Place place(A answer) {
        return Place.OUTPUT;
    }

    /** Standard output, standard error, or nowhere. */
    enum Place {
        OUTPUT,
        ERROR,
        NOWHERE
    }
}
