// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;

/** Finds out whether an address belongs to this machine. Any thread. */
public final class OwnAddresses {
    /** Nothing is sent to it. */
    private static final int ANY_PORT = 9;

    private OwnAddresses() {}

    /**
     * Returns whether this machine has the address.
     *
     * <p>Asks the kernel for the route to the address: the source address of the route from a machine to itself is the
     * destination. This costs a few system calls; to list the addresses of all interfaces would take milliseconds on a
     * node with many pods.
     */
    public static boolean contains(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return true;
        }
        // Connecting a UDP socket sends nothing.
        try (DatagramChannel socket = DatagramChannel.open()) {
            socket.connect(new InetSocketAddress(address, ANY_PORT));
            return socket.getLocalAddress() instanceof InetSocketAddress source && address.equals(source.getAddress());
        } catch (IOException noRoute) {
            return false;
        }
    }
}
