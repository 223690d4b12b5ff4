// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import io.flowobserver.flow.row.Generation;
import io.flowobserver.flow.wire.Wire;

/** Names of the datapath's source files, by the file id in drop events. Each generation of Cilium has its own ids. */
final class SourceFiles {
    private static final int IDS = 256;
    private static final int FIRST_PROGRAM = 1;
    private static final String[] PROGRAMS = {
        "bpf_host.c", "bpf_lxc.c", "bpf_overlay.c", "bpf_xdp.c", "bpf_sock.c", "bpf_network.c", "bpf_wireguard.c"
    };
    /** From 1.20 on, no program has this id. */
    private static final int NETWORK_PROGRAM = 6;

    private static final int FIRST_HEADER = 101;
    private static final String[] OLD_HEADERS = {
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
    /** From 1.19 on. */
    private static final String[] HEADERS = {
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
        "host_firewall.h",
        "nodeport_egress.h",
        "ipv6.h",
        "classifiers.h"
    };

    private static final byte[][] ENCODED = new byte[Generation.values().length * IDS][];

    static {
        for (Generation generation : Generation.values()) {
            for (int id = 0; id < IDS; id++) {
                ENCODED[index(generation, id)] = Wire.utf8(name(generation, id));
            }
        }
    }

    private SourceFiles() {}

    /** Returns the name of the file, or {@code unknown(id)}. */
    static String name(Generation generation, int id) {
        boolean gone = id == NETWORK_PROGRAM && generation.isAtLeast(Generation.V1_20);
        if (id >= FIRST_PROGRAM && id < FIRST_PROGRAM + PROGRAMS.length && !gone) {
            return PROGRAMS[id - FIRST_PROGRAM];
        }
        String[] headers = generation == Generation.OLD ? OLD_HEADERS : HEADERS;
        if (id >= FIRST_HEADER && id < FIRST_HEADER + headers.length) {
            return headers[id - FIRST_HEADER];
        }
        return "unknown(" + id + ")";
    }

    static byte[] utf8(Generation generation, int id) {
        return ENCODED[index(generation, id & 0xFF)];
    }

    private static int index(Generation generation, int id) {
        return generation.ordinal() * IDS + id;
    }
}
