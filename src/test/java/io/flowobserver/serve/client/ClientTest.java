// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientTest {
    @ParameterizedTest
    @CsvSource({
        "240.0.0.1, 240.0.0.1, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.1.2.3, 127.1.2.3, true",
        "::1, 0:0:0:0::/64, true",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64, false",
        "fe80::1:2, fe80:0:0:0::/64, false"
    })
    void of_address_isNamedAfterItAndKnowsWhetherItIsOurs(String address, String name, boolean local) {
        FakeConnection connection = new FakeConnection(address);
        Client client = Client.of(connection);
        assertThat(client.kind()).isEqualTo(Client.Kind.ADDRESS);
        assertThat(client.name()).isEqualTo(name);
        assertThat(client.isLocal()).isEqualTo(local);
        assertThat(client.usesUnixSocket()).isFalse();
        assertThat(Client.of(connection)).isSameAs(client);
    }

    @Test
    void of_sameAddressAtBothEnds_isLocal() {
        assertThat(Client.of(new FakeConnection("240.0.1.1")).isLocal()).isTrue();
    }

    @Test
    void block_ipv4AddressInTheFormOfIpv6_isTheIpv4Address() throws Exception {
        byte[] mapped = InetAddress.getByName("::ffff:240.0.0.1").getAddress();
        assertThat(AddressName.of(InetAddress.getByAddress(mapped))).isEqualTo("240.0.0.1");
    }

    @Test
    void equals_nameOfAnotherKind_isAnotherClient() {
        Client address = new Client(Client.Kind.ADDRESS, "240.0.0.1", false);
        assertThat(address)
                .isEqualTo(new Client(Client.Kind.ADDRESS, "240.0.0.1", true))
                .hasSameHashCodeAs(new Client(Client.Kind.ADDRESS, "240.0.0.1", true))
                .isNotEqualTo(new Client(Client.Kind.CERTIFICATE, "240.0.0.1", false))
                .isNotEqualTo(new Client(Client.Kind.ADDRESS, "240.0.0.2", false));
    }

    @Test
    void toString_controlCharacters_areReplaced() {
        assertThat(new Client(Client.Kind.CERTIFICATE, "CN=a\nb\u001b[1m", false))
                .hasToString("CN=a?b?[1m");
    }
}
