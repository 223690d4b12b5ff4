// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;

/** Tells the slot of an HTTP/2 connection whether a call is open. Used by the connection's event loop only. */
public final class OpenCallListener extends Http2ConnectionAdapter {
    private final Http2Connection connection;
    private final ConnectionSlot slot;

    private OpenCallListener(Http2Connection connection, ConnectionSlot slot) {
        this.connection = connection;
        this.slot = slot;
    }

    /** Begins to wait for the first call. */
    public static void add(Http2Connection connection, ConnectionSlot slot) {
        connection.addListener(new OpenCallListener(connection, slot));
        slot.awaitCall();
    }

    /** Called when the headers of a call are complete. */
    @Override
    public void onStreamActive(Http2Stream stream) {
        slot.serve();
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        if (connection.numActiveStreams() == 0) {
            slot.idle();
        }
    }
}
