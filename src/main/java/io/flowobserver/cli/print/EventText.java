// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import com.google.protobuf.Timestamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the answers of a stream of events read. Texts are safe for terminals. Not thread-safe.
 *
 * @param <A> the answer
 */
public interface EventText<A> {
    /**
     * What all events have.
     *
     * @param time null if the server did not say
     */
    record Origin(@Nullable Timestamp time, String node) {}

    /** Something that is told of an event, and what it is called. */
    record Field(String name, String value) {}

    Origin origin(A answer);

    /** Heads of the columns behind time and node. */
    List<String> heads();

    /** What stands in these columns. */
    List<String> cells(A answer);

    /** What stands in the lines behind time and node, if each has one of its own. */
    List<Field> fields(A answer);

    /** The event in one line, without time and node. */
    String line(A answer);
}
