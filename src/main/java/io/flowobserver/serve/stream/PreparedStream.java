// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

/** A request that was read and found valid, and that can be answered. */
public interface PreparedStream {
    /** Creates the stream that answers the request. Called on the event loop of the client's connection. */
    ResponseStream open(FlowSink sink, StreamLoop loop);
}
