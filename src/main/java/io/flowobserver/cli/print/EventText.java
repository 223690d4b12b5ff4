// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import com.google.protobuf.Timestamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one type of event. The texts are safe for terminals. Not thread-safe.
 *
 * @param <A> the response
 */
public interface EventText<A> {
    /**
     * The fields that all events have.
     *
     * @param time the time of the event, or null if the server did not send it
     * @param node the name of the node
     */
    record Origin(@Nullable Timestamp time, String node) {}

    /** A named value of an event. */
    record Field(String name, String value) {}

    Origin origin(A answer);

    /** Returns the headers of the columns after time and node. */
    List<String> heads();

    /** Returns the texts of these columns. */
    List<String> cells(A answer);

    /** Returns the fields after time and node, for formats with one line per field. */
    List<Field> fields(A answer);

    /** Returns the event in one line, without time and node. */
    String line(A answer);
}
