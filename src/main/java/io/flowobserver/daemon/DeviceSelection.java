// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.source.bpf.BpfSource;
import io.flowobserver.source.bpf.NetworkDevice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * Decides which devices are observed, and as what: those that were named, or else all veths, which lead to workloads,
 * and the devices that carry a default route, which lead out of the node.
 */
final class DeviceSelection {
    private final List<Pattern> patterns;

    private DeviceSelection(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    private record Pattern(String text, boolean glob, Predicate<String> matches) {}

    /** A device that is to be observed. */
    record Target(NetworkDevice device, BpfSource.Role role) {
        int index() {
            return device.index();
        }

        String name() {
            return device.name();
        }

        /** Whether what is attached for the one serves the other. */
        boolean hasProgramsOf(Target other) {
            return role == other.role && device.ethernet() == other.device.ethernet();
        }
    }

    /**
     * From the texts of {@code --interfaces}, names and globs; none stands for the default.
     *
     * @throws StartException if one is no glob
     */
    static DeviceSelection of(List<String> texts) throws StartException {
        List<Pattern> patterns = new ArrayList<>();
        for (String text : texts) {
            patterns.add(isGlob(text) ? glob(text) : new Pattern(text, false, text::equals));
        }
        return new DeviceSelection(patterns);
    }

    /**
     * Checks that each device that was named without a glob is there.
     *
     * @throws StartException names one that is not, and those that are
     */
    void requireNamed(List<NetworkDevice> present) throws StartException {
        for (Pattern pattern : patterns) {
            if (!pattern.glob && present.stream().noneMatch(device -> pattern.matches.test(device.name()))) {
                throw new StartException(
                        "--interfaces: there is no device \"" + pattern.text + "\" here; there are: " + names(present));
            }
        }
    }

    /** What to observe of the devices that are there, by index. */
    Map<Integer, Target> choose(List<NetworkDevice> present) {
        Map<Integer, Target> chosen = new LinkedHashMap<>();
        for (NetworkDevice device : present) {
            if (isChosen(device)) {
                chosen.put(device.index(), new Target(device, role(device)));
            }
        }
        return chosen;
    }

    static String names(List<NetworkDevice> devices) {
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

    private static Pattern glob(String text) throws StartException {
        try {
            return new Pattern(text, true, Glob.compile(text).asMatchPredicate());
        } catch (PatternSyntaxException e) {
            throw new StartException(
                    "--interfaces: \"" + text + "\" is no glob: " + e.getDescription() + "; write for example veth*",
                    e);
        }
    }

    private static boolean isGlob(String text) {
        return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }
}
