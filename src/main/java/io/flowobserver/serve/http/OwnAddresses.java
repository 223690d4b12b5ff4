// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The addresses of this machine. They are listed every ten seconds at most, because an event loop asks, and a node can
 * have hundreds of devices. Any thread.
 */
final class OwnAddresses implements Predicate<InetAddress> {
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private volatile Listed listed = new Listed(Set.of(), System.nanoTime() - KEPT_NANOS);

    private record Listed(Set<InetAddress> addresses, long nanoTime) {}

    @Override
    public boolean test(InetAddress address) {
        return address.isLoopbackAddress() || current().contains(address);
    }

    private Set<InetAddress> current() {
        Listed last = listed;
        long now = System.nanoTime();
        if (now - last.nanoTime() < KEPT_NANOS) {
            return last.addresses();
        }
        Listed next = new Listed(list(last.addresses()), now);
        listed = next;
        return next.addresses();
    }

    private static Set<InetAddress> list(Set<InetAddress> otherwise) {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (SocketException e) {
            return otherwise;
        }
    }
}
