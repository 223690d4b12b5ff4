// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import io.flowobserver.serve.client.OwnAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The hosts for which a server responds: the addresses of this machine, and names. It refuses other names because of DNS
 * rebinding: a web page can give its own name the address of this server, and then the browser lets the page read the
 * responses. The browser sends the name of the page as the host. Any thread.
 */
public final class AllowedHosts {
    private final List<HostPattern> patterns;
    private final Predicate<InetAddress> ownAddresses;

    /**
     * Creates an instance that allows the addresses of this machine, its host name, and {@code localhost}.
     *
     * @param names other names and addresses of this server; a text that is no host is ignored
     * @param more what else is allowed
     */
    public static AllowedHosts ofMachine(List<String> names, List<HostPattern> more) {
        List<HostPattern> patterns = new ArrayList<>(more);
        Stream.concat(Stream.of("localhost", hostName()), names.stream())
                .flatMap(name -> HostPattern.exactly(name).stream())
                .forEach(patterns::add);
        return new AllowedHosts(patterns, OwnAddresses::contains);
    }

    AllowedHosts(List<HostPattern> patterns, Predicate<InetAddress> ownAddresses) {
        this.patterns = List.copyOf(patterns);
        this.ownAddresses = ownAddresses;
    }

    /**
     * Returns whether the server responds for this host.
     *
     * @param local the address of the connection at this end, which is always allowed
     */
    boolean allow(RequestHost host, SocketAddress local) {
        InetAddress address = host.address();
        if (address != null && local instanceof InetSocketAddress socket && address.equals(socket.getAddress())) {
            return true;
        }
        return patterns.stream().anyMatch(pattern -> pattern.matches(host))
                || (address != null && ownAddresses.test(address));
    }

    /** Returns the host name without a look-up, which could take long; empty if it is not known. */
    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
