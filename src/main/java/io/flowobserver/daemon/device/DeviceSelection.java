// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.device;

import io.flowobserver.source.bpf.BpfSource;
import io.flowobserver.source.bpf.NetworkDevice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * Selects the devices to observe, and their roles. The selection is the devices that the operator named. By default it
 * is all veths, which lead to workloads, and the uplinks, which lead out of the node.
 */
public final class DeviceSelection {
    /** What container runtimes call a container's own device. They never call the host's end of a veth so. */
    private static final Predicate<String> CONTAINERS_OWN =
            java.util.regex.Pattern.compile("eth[0-9]+").asMatchPredicate();

    /** How many names of devices a line for the operator has at most. */
    private static final int MAX_NAMES = 20;

    private final List<Pattern> patterns;

    private DeviceSelection(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    private record Pattern(String text, boolean glob, Predicate<String> matches) {}

    /** A device to observe. */
    public record Target(NetworkDevice device, BpfSource.Role role) {
        public int index() {
            return device.index();
        }

        public String name() {
            return device.name();
        }

        /** Returns whether both targets need the same programs. */
        public boolean hasProgramsOf(Target other) {
            return role == other.role && device.ethernet() == other.device.ethernet();
        }
    }

    /**
     * Parses the values of {@code --interfaces}, which are names and globs. An empty list means the default.
     *
     * @throws StartException if a value is an invalid glob
     */
    public static DeviceSelection of(List<String> texts) {
        List<Pattern> patterns = new ArrayList<>();
        for (String text : texts) {
            patterns.add(isGlob(text) ? glob(text) : new Pattern(text, false, text::equals));
        }
        return new DeviceSelection(patterns);
    }

    /** Looks for each device that was named without a glob. Returns one line for the operator if one is not there. */
    public Optional<String> missing(List<NetworkDevice> present) {
        return patterns.stream()
                .filter(pattern ->
                        !pattern.glob && present.stream().noneMatch(device -> pattern.matches.test(device.name())))
                .findFirst()
                .map(pattern ->
                        "--interfaces: there is no device \"" + pattern.text + "\" here; there are: " + names(present));
    }

    /** Returns the devices to observe, by index. */
    public Map<Integer, Target> choose(List<NetworkDevice> present) {
        Map<Integer, Target> chosen = new LinkedHashMap<>();
        for (NetworkDevice device : present) {
            if (isChosen(device)) {
                chosen.put(device.index(), new Target(device, role(device)));
            }
        }
        return chosen;
    }

    /** Returns one line for the operator about the devices that are not selected, and why; empty if all are. */
    public Optional<String> notChosen(List<NetworkDevice> present) {
        List<NetworkDevice> others =
                present.stream().filter(device -> !isChosen(device)).toList();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(names(others)
                + (patterns.isEmpty()
                        ? " (neither a veth nor used by a default route; --interfaces can name them)"
                        : " (not named by --interfaces)"));
    }

    /** Returns the names of devices for a line of text; of very many the first. */
    public static String names(List<NetworkDevice> devices) {
        String names =
                devices.stream().limit(MAX_NAMES).map(NetworkDevice::name).collect(Collectors.joining(", "));
        return devices.size() <= MAX_NAMES ? names : names + " and " + (devices.size() - MAX_NAMES) + " more";
    }

    private boolean isChosen(NetworkDevice device) {
        return patterns.isEmpty()
                ? device.veth() || device.uplink()
                : patterns.stream().anyMatch(pattern -> pattern.matches.test(device.name()));
    }

    /**
     * Returns the role of a device. If the node is a container, its uplink is a veth. Without a route that shows it, as
     * in an internal Docker network, the name does.
     */
    private static BpfSource.Role role(NetworkDevice device) {
        boolean workload = device.veth() && !device.uplink() && !CONTAINERS_OWN.test(device.name());
        return workload ? BpfSource.Role.ENDPOINT : BpfSource.Role.NETWORK;
    }

    private static Pattern glob(String text) {
        try {
            return new Pattern(text, true, Glob.compile(text).asMatchPredicate());
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "--interfaces: \"" + text + "\" is no glob: " + e.getDescription() + "; write for example veth*",
                    e);
        }
    }

    private static boolean isGlob(String text) {
        return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }
}
