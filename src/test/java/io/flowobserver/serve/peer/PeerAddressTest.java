// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.serve.listen.ListenUrl;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PeerAddressTest {
    @Test
    void among_severalListeners_takesTheFirstThatOthersReach() {
        assertThat(among("unix:///run/a.sock", "127.0.0.1:1", "192.0.2.7:4244", "192.0.2.8:4244"))
                .isEqualTo("192.0.2.7:4244");
        assertThat(among("unix:///run/a.sock", "[::1]:1", "[2001:db8::7]:4244")).isEqualTo("[2001:db8::7]:4244");
    }

    @Test
    void among_onlyThisHostReachesIt_takesTcpBeforeUnix() {
        assertThat(among("unix:///run/a.sock", "127.0.0.1:1")).isEqualTo("127.0.0.1:1");
        assertThat(among("unix:///run/a.sock", "unix:///run/b.sock")).isEqualTo("unix:///run/a.sock");
    }

    @Test
    void among_allAddresses_namesOneThatCanBeDialled() {
        for (String url : new String[] {":4244", "0.0.0.0:4244", "[::]:4244"}) {
            var tcp = (ListenUrl.Tcp)
                    PeerAddress.among(Arrays.asList(ListenUrl.parse(url))).orElseThrow();
            assertThat(tcp.port()).isEqualTo(4244);
            assertThat(tcp.host())
                    .isNotEmpty()
                    .isNotIn("0.0.0.0", "::", "0:0:0:0:0:0:0:0")
                    .doesNotContain("%");
        }
    }

    @Test
    void isLoopback_whatOthersReach_isNot() {
        assertThat(PeerAddress.isLoopback(new ListenUrl.Tcp("localhost", 1))).isTrue();
        assertThat(PeerAddress.isLoopback(new ListenUrl.Tcp("", 1))).isFalse();
        assertThat(PeerAddress.isLoopback(new ListenUrl.Tcp("0.0.0.0", 1))).isFalse();
    }

    private static String among(String... urls) {
        return PeerAddress.among(Arrays.stream(urls).map(ListenUrl::parse).toList())
                .orElseThrow()
                .toString();
    }
}
