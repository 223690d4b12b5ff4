// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllowedHostsTest {
    private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.9", 4244);

    private final AllowedHosts hosts =
            AllowedHosts.ofMachine(List.of("node-1", "", "0.0.0.0"), List.of(HostPattern.parse("*.example")));

    @Test
    void allow_ownNamesAndAddresses() throws Exception {
        assertThat(allows("localhost")).isTrue();
        assertThat(allows("node-1")).isTrue();
        assertThat(allows("a.example")).isTrue();
        assertThat(allows(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip()))
                .isTrue();
        assertThat(allows("127.0.0.1")).isTrue();
        assertThat(allows("[::1]")).isTrue();
        List<InetAddress> own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList();
        assertThat(own).allSatisfy(address -> {
            String text = address.getHostAddress();
            assertThat(allows(text.contains(":") ? "[" + text + "]" : text))
                    .as(text)
                    .isTrue();
        });
        assertThat(allows("192.0.2.9")).as("the connection's own address").isTrue();
    }

    @Test
    void allow_others_areRefused() {
        for (String other :
                List.of("evil.test", "", "node-2", "192.0.2.10", "0.0.0.0", "[::]", "127.1", "localhost.x")) {
            assertThat(allows(other)).as(other).isFalse();
        }
    }

    private boolean allows(String authority) {
        return hosts.allow(RequestHost.ofAuthority(authority).orElseThrow(), LOCAL);
    }
}
