// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The name of an address for quotas, which the IPv6 addresses of one /64 have in common. */
final class AddressName {
    private static final int IPV6_PREFIX_BYTES = 8;

    private AddressName() {}

    /** {@code 192.0.2.1}, or {@code 2001:db8:0:1::/64}. An IPv4 address in the form of IPv6 is an IPv4 address. */
    static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        try {
            // For an IPv4-mapped address this returns an Inet4Address.
            InetAddress plain = InetAddress.getByAddress(bytes);
            if (!(plain instanceof Inet6Address)) {
                return plain.getHostAddress();
            }
            Arrays.fill(bytes, IPV6_PREFIX_BYTES, bytes.length, (byte) 0);
            return network(InetAddress.getByAddress(bytes).getHostAddress());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has 4 or 16 bytes", impossible);
        }
    }

    /**
     * @param address an IPv6 address as Java writes it, with eight groups, of which the last four are 0
     */
    private static String network(String address) {
        String zeros = ":0:0:0:0";
        return address.substring(0, address.length() - zeros.length()) + "::/64";
    }
}
