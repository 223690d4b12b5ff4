// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.datapath;

/** The chunk types of SCTP (RFC 9260) that the API has names for. */
final class SctpChunks {
    private static final int INIT = 1;
    private static final int INIT_ACK = 2;
    private static final int ABORT = 6;
    private static final int SHUTDOWN = 7;
    private static final int SHUTDOWN_ACK = 8;
    private static final int SHUTDOWN_COMPLETE = 14;

    private SctpChunks() {}

    /** Returns the number of {@code flow.SCTPChunkType}; 0 for types that it does not name. */
    static int apiType(int chunkType) {
        return switch (chunkType) {
            case INIT -> 1;
            case INIT_ACK -> 2;
            case SHUTDOWN -> 3;
            case SHUTDOWN_ACK -> 4;
            case SHUTDOWN_COMPLETE -> 5;
            case ABORT -> 6;
            default -> 0;
        };
    }
}
