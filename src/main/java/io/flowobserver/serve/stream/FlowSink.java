// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.grpc.Status;

/** Where the answers of a stream go. Used by the connection's event loop only. */
public interface FlowSink {
    /** Whether there is room for more without a queue growing. */
    boolean isReady();

    /** Takes a message, which may be filled anew afterwards. It goes out with the next {@link #flush}, if not before. */
    void send(ResponseMessage message);

    /** Lets go what was taken; called when a stream has had its turn. */
    void flush();

    /** Ends the answer; there are no messages after that. */
    void close(Status status);
}
