// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.config.SourceConfig;
import io.flowobserver.enrich.Inventory;
import io.flowobserver.flow.Link;
import io.flowobserver.source.BpfSource;
import io.flowobserver.source.NetworkDevice;
import io.flowobserver.source.SourceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides which devices are observed, and as what. */
final class Interfaces {
    private static final Logger log = LoggerFactory.getLogger(Interfaces.class);

    private Interfaces() {}

    /**
     * Attaches to the devices that were asked for: by default all veths, which lead to workloads, and the devices that
     * carry a default route, which lead out of the node. The inventory learns the names of all devices.
     */
    static void attach(BpfSource source, SourceConfig.Bpf config, Inventory inventory)
            throws SourceException, StartException {
        List<NetworkDevice> present = source.devices();
        inventory.devices(
                present.stream().collect(Collectors.toMap(NetworkDevice::index, device -> new Link(device.name()))));
        Set<NetworkDevice> chosen = config.interfaces().isEmpty() ? byDefault(present) : named(config, present);
        if (chosen.isEmpty()) {
            log.warn(
                    "nothing is observed: there is no veth and no device with a default route here;"
                            + " name devices by --interfaces (there are: {})",
                    names(present));
        }
        for (NetworkDevice device : chosen) {
            BpfSource.Role role = role(device);
            BpfSource.Attachment attachment =
                    source.attach(BpfSource.OWN_NAMESPACE, device.index(), role, !device.ethernet());
            log.info("observing {} as {} by {}", device.name(), role, attachment);
        }
    }

    /** A veth that carries the default route is the node's way out: so it is where the node itself is a container. */
    private static BpfSource.Role role(NetworkDevice device) {
        return device.veth() && !device.uplink() ? BpfSource.Role.ENDPOINT : BpfSource.Role.NETWORK;
    }

    private static Set<NetworkDevice> byDefault(List<NetworkDevice> present) {
        return present.stream()
                .filter(device -> device.veth() || device.uplink())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<NetworkDevice> named(SourceConfig.Bpf config, List<NetworkDevice> present)
            throws StartException {
        Set<NetworkDevice> chosen = new LinkedHashSet<>();
        for (String pattern : config.interfaces()) {
            List<NetworkDevice> matching = matching(pattern, present);
            if (matching.isEmpty() && !isGlob(pattern)) {
                throw new StartException(
                        "--interfaces: there is no device \"" + pattern + "\" here; there are: " + names(present));
            }
            chosen.addAll(matching);
        }
        return chosen;
    }

    private static List<NetworkDevice> matching(String pattern, List<NetworkDevice> present) {
        if (!isGlob(pattern)) {
            return present.stream()
                    .filter(device -> device.name().equals(pattern))
                    .toList();
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        List<NetworkDevice> matching = new ArrayList<>();
        for (NetworkDevice device : present) {
            if (matcher.matches(Path.of(device.name()))) {
                matching.add(device);
            }
        }
        return matching;
    }

    private static boolean isGlob(String pattern) {
        return pattern.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    private static String names(List<NetworkDevice> devices) {
        return devices.stream().map(NetworkDevice::name).collect(Collectors.joining(", "));
    }
}
