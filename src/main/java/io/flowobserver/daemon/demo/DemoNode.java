// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.demo;

import io.flowobserver.daemon.StartException;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.bpf.BpfSource;
import io.flowobserver.source.bpf.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node and its pods, each in its own network namespace, connected by veths as in a cluster. Each pod has a host route
 * to the node, and the node has one to each pod. Both ends of a veth are created in their final namespaces, so that no
 * other namespace ever contains them.
 */
final class DemoNode implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DemoNode.class);
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final String NODE = "node";

    private final ProcessIdentity owner;
    private final Deque<String> names = new ArrayDeque<>();
    private final Deque<NetworkNamespace> opened = new ArrayDeque<>();
    private final Map<Pod, NetworkNamespace> pods = new EnumMap<>(Pod.class);
    private @Nullable NetworkNamespace node;

    private DemoNode(ProcessIdentity owner) {
        this.owner = owner;
    }

    /**
     * Builds the node.
     *
     * @throws StartException if the node cannot be built; then nothing of it is left
     */
    static DemoNode build(ProcessIdentity owner) throws StartException {
        DemoNode built = new DemoNode(owner);
        try {
            built.build();
        } catch (StartException | SourceException | RuntimeException e) {
            built.close();
            throw e instanceof StartException refused ? refused : new StartException(e.getMessage(), e);
        }
        return built;
    }

    /** Removes the namespaces whose owners are dead, and returns their number. */
    static int removeLeftovers() throws StartException {
        int removed = 0;
        for (String name : names(NAMESPACES)) {
            if (ProcessIdentity.of(name).filter(owner -> !owner.isAlive()).isPresent()) {
                IpCommand.run("netns", "del", name);
                removed++;
            }
        }
        return removed;
    }

    static List<String> names(Path directory) {
        try (var entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        } catch (IOException absent) {
            return List.of();
        }
    }

    /** Attaches the programs to the node's side of each veth, and returns of how many. */
    int observe(BpfSource source) throws SourceException {
        for (Pod pod : Pod.values()) {
            source.attach(node().descriptor(), pod.ifindex(), BpfSource.Role.ENDPOINT, false);
        }
        return Pod.values().length;
    }

    /**
     * Creates a thread that does the work in the namespace of a pod, or of the node if the pod is null. The caller
     * starts it.
     */
    Thread thread(@Nullable Pod pod, String name, Runnable work) {
        NetworkNamespace place = pod == null ? node() : pods.get(pod);
        Thread thread = new Thread(
                () -> {
                    try {
                        place.enter();
                        work.run();
                    } catch (SourceException e) {
                        log.error("{}", e.getMessage());
                    }
                },
                name);
        thread.setDaemon(true);
        return thread;
    }

    /** Removes all namespaces with everything in them. The next demo removes those that could not be removed. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        while (!names.isEmpty()) {
            String name = names.pop();
            try {
                IpCommand.run("netns", "del", name);
            } catch (StartException e) {
                log.warn("network namespace {} is left: {}", name, e.getMessage());
            }
        }
    }

    private void build() throws StartException, SourceException {
        node = add(NODE);
        for (Pod pod : Pod.values()) {
            pods.put(pod, add(pod.label()));
        }
        set(node, "ipv4/ip_forward", "1");
        for (NetworkNamespace namespace : opened) {
            set(namespace, "ipv6/conf/all/disable_ipv6", "0");
            set(namespace, "ipv6/conf/default/disable_ipv6", "0");
            // With these settings the kernel sends its own IPv6 messages at once, before the observation starts.
            set(namespace, "ipv6/conf/default/accept_dad", "0");
            set(namespace, "ipv6/conf/default/accept_ra", "0");
            set(namespace, "ipv6/conf/default/mldv2_unsolicited_report_interval", "1");
        }
        set(node, "ipv6/conf/all/forwarding", "1");
        IpCommand.batch(nodeCommands(), "-n", owner.name(NODE), "-batch", "-");
        for (Pod pod : Pod.values()) {
            IpCommand.batch(podCommands(pod), "-n", owner.name(pod.label()), "-batch", "-");
        }
    }

    private NetworkNamespace add(String part) throws StartException, SourceException {
        String name = owner.name(part);
        // Add the name first, because the namespace can exist even if the command fails.
        names.push(name);
        try {
            IpCommand.run("netns", "add", name);
        } catch (StartException e) {
            if (!Files.exists(NAMESPACES.resolve(name))) {
                names.pop();
            }
            throw e;
        }
        NetworkNamespace namespace = NetworkNamespace.open(NAMESPACES.resolve(name));
        opened.push(namespace);
        return namespace;
    }

    private List<String> nodeCommands() {
        List<String> commands = new ArrayList<>(List.of(
                "link set lo up",
                "addr add " + Pod.NODE_IPV4 + "/32 dev lo",
                "addr add " + Pod.NODE_IPV6 + "/128 dev lo nodad"));
        for (Pod pod : Pod.values()) {
            String device = device(pod);
            commands.add("link add " + device + " index " + pod.ifindex() + " address " + nodeMac(pod)
                    + " type veth peer name eth0 address " + podMac(pod) + " netns " + owner.name(pod.label()));
            commands.add("link set " + device + " up");
            commands.add("route add " + pod.ipv4() + "/32 dev " + device + " src " + Pod.NODE_IPV4);
            commands.add("route add " + pod.ipv6() + "/128 dev " + device + " src " + Pod.NODE_IPV6);
            commands.add("neigh add " + pod.ipv4() + " lladdr " + podMac(pod) + " dev " + device);
            commands.add("neigh add " + pod.ipv6() + " lladdr " + podMac(pod) + " dev " + device);
        }
        return commands;
    }

    private List<String> podCommands(Pod pod) {
        return List.of(
                "link set lo up",
                "link set eth0 up",
                "addr add " + pod.ipv4() + "/32 dev eth0",
                "addr add " + pod.ipv6() + "/128 dev eth0 nodad",
                "neigh add " + Pod.NODE_IPV4 + " lladdr " + nodeMac(pod) + " dev eth0",
                "neigh add " + Pod.NODE_IPV6 + " lladdr " + nodeMac(pod) + " dev eth0",
                "route add default via " + Pod.NODE_IPV4 + " dev eth0 onlink",
                "route add default via " + Pod.NODE_IPV6 + " dev eth0 onlink");
    }

    /**
     * Changes a setting in a namespace. In /proc/sys/net the kernel shows each thread the settings of its own
     * namespace.
     */
    private static void set(NetworkNamespace namespace, String setting, String value) throws StartException {
        Path file = Path.of("/proc/sys/net", setting);
        AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        namespace.enter();
                        if (!Files.readString(file).strip().equals(value)) {
                            Files.writeString(file, value);
                        }
                    } catch (IOException e) {
                        failure.set(e);
                    }
                },
                "observer-demo-setting");
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        IOException problem = failure.get();
        if (problem != null) {
            throw new StartException(file + " cannot be set to " + value + ": " + problem, problem);
        }
    }

    private NetworkNamespace node() {
        if (node == null) {
            throw new IllegalStateException("node=unbuilt");
        }
        return node;
    }

    private static String device(Pod pod) {
        return "lxc-" + pod.label();
    }

    private static String nodeMac(Pod pod) {
        return "02:00:00:00:01:" + pod.ifindex();
    }

    private static String podMac(Pod pod) {
        return "02:00:00:00:02:" + pod.ifindex();
    }
}
