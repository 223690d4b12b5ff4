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
 * Decides which devices are observed, and as what: those that were named, or else all veths, which lead to workloads,
 * and the devices that carry a default route, which lead out of the node.
 */
public final class DeviceSelection {
    private final List<Pattern> patterns;

    private DeviceSelection(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    private record Pattern(String text, boolean glob, Predicate<String> matches) {}

    /** A device that is to be observed. */
    public record Target(NetworkDevice device, BpfSource.Role role) {
        public int index() {
            return device.index();
        }

        public String name() {
            return device.name();
        }

        /** Whether what is attached for the one serves the other. */
        public boolean hasProgramsOf(Target other) {
            return role == other.role && device.ethernet() == other.device.ethernet();
        }
    }

    /**
     * From the texts of {@code --interfaces}, names and globs; none stands for the default.
     *
     * @throws IllegalArgumentException with one line for the operator if one is no glob
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

    /** What to observe of the devices that are there, by index. */
    public Map<Integer, Target> choose(List<NetworkDevice> present) {
        Map<Integer, Target> chosen = new LinkedHashMap<>();
        for (NetworkDevice device : present) {
            if (isChosen(device)) {
                chosen.put(device.index(), new Target(device, role(device)));
            }
        }
        return chosen;
    }

    public static String names(List<NetworkDevice> devices) {
        return devices.stream().map(NetworkDevice::name).collect(Collectors.joining(", "));
    }

    private boolean isChosen(NetworkDevice device) {
        return patterns.isEmpty()
                ? device.veth() || device.uplink()
                : patterns.stream().anyMatch(pattern -> pattern.matches.test(device.name()));
    }

    /** A veth that carries the default route is the node's way out: so it is where the node itself is a container. */
    private static BpfSource.Role role(NetworkDevice device) {
        return device.veth() && !device.uplink() ? BpfSource.Role.ENDPOINT : BpfSource.Role.NETWORK;
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
