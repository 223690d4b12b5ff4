// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import io.flowobserver.flow.wire.Wire;

/** Names of the datapath's source files, by the file id in drop events (as of Cilium 1.19.0-dev). */
final class SourceFiles {
    private static final String[] PROGRAMS = {
        "bpf_host.c", "bpf_lxc.c", "bpf_overlay.c", "bpf_xdp.c", "bpf_sock.c", "bpf_network.c", "bpf_wireguard.c"
    };
    private static final int FIRST_PROGRAM = 1;
    private static final String[] HEADERS = {
        "arp.h",
        "drop.h",
        "srv6.h",
        "icmp6.h",
        "nodeport.h",
        "lb.h",
        "mcast.h",
        "ipv4.h",
        "conntrack.h",
        "local_delivery.h",
        "trace.h",
        "encap.h",
        "encrypt.h",
        "host_firewall.h",
        "nodeport_egress.h",
        "ipv6.h",
        "classifiers.h"
    };
    private static final int FIRST_HEADER = 101;
    private static final byte[][] ENCODED = new byte[256][];

    static {
        for (int id = 0; id < ENCODED.length; id++) {
            ENCODED[id] = Wire.utf8(name(id));
        }
    }

    private SourceFiles() {}

    /** Returns the name of the file, or {@code unknown(id)}. */
    static String name(int id) {
        if (id >= FIRST_PROGRAM && id < FIRST_PROGRAM + PROGRAMS.length) {
            return PROGRAMS[id - FIRST_PROGRAM];
        }
        if (id >= FIRST_HEADER && id < FIRST_HEADER + HEADERS.length) {
            return HEADERS[id - FIRST_HEADER];
        }
        return "unknown(" + id + ")";
    }

    static byte[] utf8(int id) {
        return ENCODED[id & 0xFF];
    }
}
