// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import java.util.concurrent.atomic.LongAdder;

/** How connections began, by what their first bytes were; any thread may count and read. */
public final class ConnectionCounts {
    private final LongAdder grpc = new LongAdder();
    private final LongAdder http1 = new LongAdder();
    private final LongAdder tls = new LongAdder();
    private final LongAdder garbage = new LongAdder();
    private final LongAdder silent = new LongAdder();

    /** Connections handed to gRPC. */
    public long grpc() {
        return grpc.sum();
    }

    /** HTTP/1.x requests, refused with a status. */
    public long http1() {
        return http1.sum();
    }

    /** TLS handshakes on a plaintext listener, refused with an alert. */
    public long tls() {
        return tls.sum();
    }

    /** Connections closed because their first bytes are no protocol of ours. */
    public long garbage() {
        return garbage.sum();
    }

    /** Connections that ended before they said enough, by the peer or by the handshake timeout. */
    public long silent() {
        return silent.sum();
    }

    void count(FirstBytes first) {
        switch (first) {
            case GRPC -> grpc.increment();
            case HTTP1 -> http1.increment();
            case TLS -> tls.increment();
            case GARBAGE -> garbage.increment();
            case UNDECIDED -> silent.increment();
        }
    }
}
