// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

/** A valid request whose stream can be opened. */
public interface PreparedStream {
    /** Creates the stream for the request. Called on the event loop of the client's connection. */
    ResponseStream open(FlowSink sink, StreamLoop loop);
}
