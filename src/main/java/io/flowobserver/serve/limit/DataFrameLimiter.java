// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that sends DATA frames without use. Flow control limits bytes, not frames: an empty frame costs the
 * client nothing, and many small ones that wait take far more memory than their bytes. Used by the connection's event loop
 * only.
 */
final class DataFrameLimiter {
    /** Empty frames in a row. A client may end a call with one, which does not count. */
    static final int EMPTY_FRAMES = 100;

    /** Frames of a stream that may wait to be used. A window of 64 KiB needs 4 frames of the usual size. */
    static final int UNUSED_FRAMES = 1_024;

    private final GuardedConnection connection;
    private int emptyFrames;

    DataFrameLimiter(GuardedConnection connection) {
        this.connection = connection;
    }

    /**
     * Counts a frame before gRPC gets it.
     *
     * @throws Http2Exception if there were too many; then the connection is closed
     */
    void arrived(int bytes, boolean endOfStream) throws Http2Exception {
        emptyFrames = bytes == 0 && !endOfStream ? emptyFrames + 1 : 0;
        if (emptyFrames > EMPTY_FRAMES) {
            throw tooMany("sent " + EMPTY_FRAMES + " empty DATA frames in a row");
        }
    }

    /**
     * Counts a frame of which gRPC has used nothing yet.
     *
     * @param padding bytes of the frame that are not counted as used yet, and are no data
     */
    void handled(@Nullable Http2Stream stream, int padding) throws Http2Exception {
        GuardedStream guarded = connection.guarded(stream);
        if (stream == null || guarded == null) {
            return;
        }
        int unused = connection.http2().local().flowController().unconsumedBytes(stream) - padding;
        guarded.unusedFrames = unused > 0 ? guarded.unusedFrames + 1 : 0;
        if (guarded.unusedFrames > UNUSED_FRAMES) {
            throw tooMany("sent " + UNUSED_FRAMES + " DATA frames that wait to be used");
        }
    }

    private Http2Exception tooMany(String what) {
        connection
                .limits()
                .rejected()
                .add(CallRejection.DATA_FRAMES, connection.client(), what + "; its connection was closed");
        return Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "the client %s", what);
    }
}
