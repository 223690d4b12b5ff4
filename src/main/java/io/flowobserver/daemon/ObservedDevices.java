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
 * Keeps account of what is observed, and works out what has to be done when the devices change. Attaching by TCX takes
 * the kernel 25 to 50 ms a device, one after the other: of many that come at once a few are taken at a time, uplinks
 * first, so that devices which go meanwhile need not be waited for, and an uplink not behind them. Not thread-safe.
 */
final class ObservedDevices {
    static final int AT_A_TIME = 8;

    private static final Comparator<Target> UPLINKS_FIRST =
            Comparator.comparing(target -> target.role() != BpfSource.Role.NETWORK);

    private Map<Integer, Target> observed = Map.of();

    /**
     * What to do, in this order.
     *
     * @param leave to be detached, as they were
     * @param enter to be attached, as they are
     * @param more whether others are to be attached after these, as the next plan will say
     */
    record Plan(List<Target> leave, List<Target> enter, boolean more) {}

    /**
     * Takes note of a new state of things.
     *
     * @param wanted what should be observed now, by index
     * @param change what went before; an index in it that is wanted belongs to another device now
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
