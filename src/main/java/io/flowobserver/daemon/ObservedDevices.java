// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.daemon.DeviceSelection.Target;
import io.flowobserver.source.bpf.BpfSource;
import io.flowobserver.source.bpf.DeviceWatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tracks the observed devices, and plans what to attach and detach when the devices change. With TCX the kernel needs
 * 25 to 50 ms per device, one after the other. A plan therefore has only a few devices, uplinks first. So an uplink
 * does not wait for other devices, and the next plan can leave out devices that have disappeared. Not thread-safe.
 */
final class ObservedDevices {
    static final int AT_A_TIME = 8;

    private static final Comparator<Target> UPLINKS_FIRST =
            Comparator.comparing(target -> target.role() != BpfSource.Role.NETWORK);

    private Map<Integer, Target> observed = Map.of();

    /**
     * The actions of a plan, in this order.
     *
     * @param leave devices to detach, as they were before
     * @param enter devices to attach, as they are now
     * @param more whether the next plan has more devices to attach
     */
    record Plan(List<Target> leave, List<Target> enter, boolean more) {}

    /**
     * Plans the actions for a new state of the devices, and assumes that the caller executes them.
     *
     * @param wanted the devices to observe now, by index
     * @param change the devices that disappeared before. If a wanted device has such an index, it is another device.
     */
    Plan plan(Map<Integer, Target> wanted, DeviceWatch.Change change) {
        List<Target> leave = new ArrayList<>();
        Map<Integer, Target> staying = new LinkedHashMap<>();
        for (Target target : observed.values()) {
            Target now = wanted.get(target.index());
            boolean gone = change.all() || change.gone().contains(target.index());
            if (!gone && now != null && now.hasProgramsOf(target)) {
                staying.put(target.index(), now);
            } else {
                leave.add(target);
            }
        }
        List<Target> waiting = wanted.values().stream()
                .filter(target -> !staying.containsKey(target.index()))
                .sorted(UPLINKS_FIRST)
                .toList();
        List<Target> enter = waiting.subList(0, Math.min(AT_A_TIME, waiting.size()));
        enter.forEach(target -> staying.put(target.index(), target));
        observed = Map.copyOf(staying);
        return new Plan(leave, enter, enter.size() < waiting.size());
    }
}
