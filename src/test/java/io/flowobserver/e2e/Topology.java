// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A node with two pods and an outside world, each a network namespace: nothing is added to the root namespace, which is
 * checked at the end.
 *
 * <pre>
 *  client eth0 ---- va host vb ---- eth0 web
 *                   uplink
 *                      |
 *                    eth0 outside
 * </pre>
 */
final class Topology implements AutoCloseable {
    static final String CLIENT = "198.18.0.2";
    static final String WEB = "198.18.0.130";
    static final String OUTSIDE = "198.18.1.2";
    static final String CLIENT_6 = "fd00:a::2";
    static final String WEB_6 = "fd00:b::2";
    static final String OUTSIDE_6 = "fd00:c::2";

    private static final String INVENTORY =
            """
            {"node_name": "node-1", "cluster_name": "demo",
             "endpoints": [
              {"id": 101, "identity": 1001, "ips": ["198.18.0.2", "fd00:a::2"],
               "namespace": "default", "pod_name": "client", "labels": ["k8s:app=client"]},
              {"id": 102, "identity": 1002, "ips": ["198.18.0.130", "fd00:b::2"],
               "namespace": "shop", "pod_name": "web-0", "labels": ["k8s:app=web"]}],
             "ipcache": [{"prefix": "198.18.1.0/24", "identity": 2}, {"prefix": "fd00:c::/64", "identity": 2}],
             "identities": [{"id": 2, "labels": ["reserved:world"]}]}
            """;
    private static final AtomicInteger SERIAL = new AtomicInteger();

    private final String rootBefore = rootNamespace();
    private final String prefix = Namespace.PREFIX + ProcessHandle.current().pid() + "-" + SERIAL.incrementAndGet();
    private final Path directory;
    private final Thread hook = new Thread(this::remove);
    private final List<Namespace> namespaces;
    private final Deque<AutoCloseable> kept = new ArrayDeque<>();

    Topology() {
        this(true);
    }

    /**
     * @param ipv6 without it nobody sends a packet unless told to
     */
    Topology(boolean ipv6) {
        Namespace.sweep();
        namespaces = Stream.of("-host", "-client", "-web", "-outside")
                .map(role -> new Namespace(prefix + role))
                .toList();
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            directory = Files.createTempDirectory("observer-e2e");
            Files.writeString(inventory(), INVENTORY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!ipv6) {
            namespaces.forEach(namespace -> namespace.set("ipv6/conf/default/disable_ipv6", "1"));
        }
        connect("va", client(), "198.18.0.1/25", CLIENT + "/25", ipv6 ? "fd00:a::" : "");
        connect("vb", web(), "198.18.0.129/25", WEB + "/25", ipv6 ? "fd00:b::" : "");
        connect("uplink", outside(), "198.18.1.1/24", OUTSIDE + "/24", ipv6 ? "fd00:c::" : "");
        host().ip("route add default via " + OUTSIDE);
        host().set("ipv4/ip_forward", "1");
        if (ipv6) {
            host().set("ipv6/conf/all/forwarding", "1");
        }
    }

    Namespace host() {
        return namespaces.get(0);
    }

    Namespace client() {
        return namespaces.get(1);
    }

    Namespace web() {
        return namespaces.get(2);
    }

    Namespace outside() {
        return namespaces.get(3);
    }

    /** The number of one of the node's devices. */
    int ifindex(String device) {
        return Integer.parseInt(
                host().run("cat", "/sys/class/net/" + device + "/ifindex").strip());
    }

    /** Where files of this test go. */
    Path file(String name) {
        return directory.resolve(name);
    }

    /** Knows both pods and the node. */
    Path inventory() {
        return file("inventory.json");
    }

    /** Closes it too at the end, before the network goes. */
    <T extends AutoCloseable> T keep(T inhabitant) {
        kept.push(inhabitant);
        return inhabitant;
    }

    @Override
    public void close() {
        remove();
        Runtime.getRuntime().removeShutdownHook(hook);
        assertThat(rootNamespace()).as("the root namespace").isEqualTo(rootBefore);
    }

    private void connect(String device, Namespace pod, String address, String podAddress, String prefix6) {
        host().ip("link add " + device + " type veth peer name eth0 netns " + pod.name());
        host().ip("link set lo up\naddr add " + address + " dev " + device + "\nlink set " + device + " up");
        pod.ip("link set lo up\naddr add " + podAddress + " dev eth0\nlink set eth0 up");
        pod.ip("route add default via " + address.split("/", -1)[0]);
        if (!prefix6.isEmpty()) {
            host().ip("addr add " + prefix6 + "1/64 dev " + device + " nodad");
            pod.ip("addr add " + prefix6 + "2/64 dev eth0 nodad\nroute add default via " + prefix6 + "1");
        }
    }

    private synchronized void remove() {
        while (!kept.isEmpty()) {
            try {
                kept.pop().close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        namespaces.forEach(Namespace::close);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Links, addresses and routes; the lifetimes of addresses run down and are left out. */
    private static String rootNamespace() {
        String addresses = Command.run("ip", "-o", "addr").replaceAll("(valid|preferred)_lft \\S+", "");
        String routes =
                Command.run("ip", "route") + Command.run("ip", "-6", "route").replaceAll("expires \\S+", "");
        return Command.run("ip", "-o", "link") + addresses + routes;
    }
}
