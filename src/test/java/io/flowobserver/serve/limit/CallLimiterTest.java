// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.serve.client.Client;
import io.flowobserver.serve.client.Clients;
import org.junit.jupiter.api.Test;

class CallLimiterTest {
    private final CallLimiter limiter = new CallLimiter();
    private final Client remote = Clients.byTcp("192.0.2.1");
    private final Client onUnixSocket = Clients.byUnixSocket(0);

    @Test
    void begin_asManyAsRemoteClientsMay_restIsForUnixSockets() {
        for (int i = 0; i < CallLimiter.CALLS - CallLimiter.RESERVED; i++) {
            assertThat(limiter.begin(remote(i), 0)).isNull();
        }
        assertThat(limiter.begin(remote(-1), 0)).isEqualTo(CallRejection.NODE_CALLS);
        for (int i = 0; i < CallLimiter.RESERVED; i++) {
            assertThat(limiter.begin(onUnixSocket, 0)).isNull();
        }
        assertThat(limiter.begin(onUnixSocket, 0)).isEqualTo(CallRejection.NODE_CALLS);
        assertThat(limiter.open()).isEqualTo(CallLimiter.CALLS);
        limiter.end(remote(0));
        assertThat(limiter.begin(onUnixSocket, 0)).isNull();
    }

    @Test
    void begin_asManyAsAClientMay_restIsForOthers() {
        for (int i = 0; i < CallLimiter.MOST_PER_CLIENT; i++) {
            assertThat(limiter.begin(remote, 0)).isNull();
        }
        assertThat(limiter.begin(remote, 0)).isEqualTo(CallRejection.CLIENT_CALLS);
        assertThat(limiter.begin(remote(1), 0)).isNull();
        limiter.end(remote);
        assertThat(limiter.begin(remote, 0)).isNull();
        assertThat(limiter.open()).isEqualTo(CallLimiter.MOST_PER_CLIENT + 1);
    }

    @Test
    void begin_asManyAsAConnectionMay_noneMore() {
        limiter.connectionOpened();
        assertThat(limiter.begin(remote, CallLimiter.MOST_PER_CONNECTION - 1)).isNull();
        assertThat(limiter.begin(remote, CallLimiter.MOST_PER_CONNECTION)).isEqualTo(CallRejection.CONNECTION_CALLS);
    }

    @Test
    void perConnection_moreConnections_fewerCallsForEach() {
        limiter.connectionOpened();
        assertThat(limiter.perConnection(remote)).isEqualTo(100);
        open(99);
        assertThat(limiter.perConnection(remote)).isEqualTo(17);
        open(1_900);
        assertThat(limiter.perConnection(remote)).isEqualTo(4);
        assertThat(limiter.perConnection(onUnixSocket)).isEqualTo(100);
        for (int i = 0; i < 1_900; i++) {
            limiter.connectionClosed();
        }
        assertThat(limiter.perConnection(remote)).isEqualTo(17);
    }

    private void open(int connections) {
        for (int i = 0; i < connections; i++) {
            limiter.connectionOpened();
        }
    }

    /** A client with an address of its own for as many calls as a client may have. */
    private static Client remote(int call) {
        return Clients.byTcp("192.0.2." + (2 + Math.floorDiv(call, CallLimiter.MOST_PER_CLIENT)));
    }
}
