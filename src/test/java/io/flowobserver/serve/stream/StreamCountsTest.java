// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.serve.client.Client;
import io.flowobserver.serve.client.Clients;
import io.flowobserver.serve.listen.Limits;
import org.junit.jupiter.api.Test;

class StreamCountsTest {
    private static final Client BY_UNIX_SOCKET = Clients.byUnixSocket(0);
    private static final Client BY_TCP = Clients.byTcp("192.0.2.1");

    @Test
    void admit_asManyStreamsAsItMay_countsTheRest() {
        var streams = new StreamCounts();
        for (int i = 0; i < Limits.STREAMS; i++) {
            assertThat(streams.admit(BY_UNIX_SOCKET)).isTrue();
            streams.opened();
        }
        assertThat(streams.admit(BY_UNIX_SOCKET)).isFalse();
        assertThat(streams.refused()).isEqualTo(1);
        streams.closed();
        assertThat(streams.admit(BY_UNIX_SOCKET)).isTrue();
    }

    @Test
    void admit_allThatTcpMayHave_unixSocketsGetTheOthers() {
        var streams = new StreamCounts();
        for (int i = 0; i < Limits.STREAMS - Limits.STREAMS_FOR_UNIX_SOCKETS; i++) {
            assertThat(streams.admit(BY_TCP)).isTrue();
            streams.opened();
        }
        assertThat(streams.admit(BY_TCP)).isFalse();
        assertThat(streams.admit(BY_UNIX_SOCKET)).isTrue();
    }
}
