// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.demo;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The pods, with the addresses and interface indexes that the inventory and the recording also use. */
enum Pod {
    CLIENT(10),
    WEB(20),
    DNS(30),
    OTHER(40);

    static final String NODE_IPV4 = "198.18.0.1";
    static final String NODE_IPV6 = "fd00::1";

    private final int number;

    Pod(int number) {
        this.number = number;
    }

    /** Returns the name in the pod's namespace and in the node's side of its veth. */
    String label() {
        return switch (this) {
            case CLIENT -> "client";
            case WEB -> "web";
            case DNS -> "dns";
            case OTHER -> "other";
        };
    }

    /** Returns the interface index of the node's side of the pod's veth. */
    int ifindex() {
        return number;
    }

    String ipv4() {
        return "198.18.0." + number;
    }

    String ipv6() {
        return "fd00::" + number;
    }

    InetAddress address(boolean ipv6) {
        return literal(ipv6 ? ipv6() : ipv4());
    }

    static InetAddress node(boolean ipv6) {
        return literal(ipv6 ? NODE_IPV6 : NODE_IPV4);
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("address=" + address, e);
        }
    }
}
