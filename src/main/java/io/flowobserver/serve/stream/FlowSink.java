// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import io.flowobserver.reader.registry.ReaderIdentity;
import io.grpc.Status;

/** The connection to which a stream sends its responses. Only the connection's event loop uses it. */
public interface FlowSink {
    /** Returns who reads, for the status and for metrics. */
    ReaderIdentity identity();

    /** Returns whether the connection can take more without queueing. */
    boolean isReady();

    /**
     * Takes a message and copies it; the caller may reuse the message. It is sent at the latest with the next
     * {@link #flush}.
     */
    void send(ResponseMessage message);

    /** Sends the messages that were taken. Called at the end of a stream's turn. */
    void flush();

    /**
     * Handles what was thrown while messages were made or sent.
     *
     * @return whether the connection is closed because of it; then nothing more is to be sent
     */
    boolean failed(Throwable error);

    /** Ends the response. No message may follow. */
    void close(Status status);
}
