// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.client.connect.Connection;

/** Is told how a stream of responses goes, beside what is printed. All calls come from the thread that prints. */
interface StreamWatcher {
    /** Is called when the responses begin to be awaited. */
    default void begun(Connection connection) {}

    /**
     * Is called when the stream has ended without an error and all is printed.
     *
     * @param interrupted whether the user ended it
     */
    default void ended(Connection connection, boolean interrupted) {}

    /** Is called when the stream has ended with an error, before that is told. */
    default void failed() {}
}
