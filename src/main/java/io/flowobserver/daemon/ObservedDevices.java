// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.daemon.DeviceSelection.Target;
import io.flowobserver.source.DeviceWatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps account of what is observed, and works out what has to be done when the devices change. Not thread-safe. */
final class ObservedDevices {
    private Map<Integer, Target> observed = Map.of();

    /**
     * What to do, in this order.
     *
     * @param leave to be detached, as they were
     * @param enter to be attached, as they are
     */
    record Plan(List<Target> leave, List<Target> enter) {}

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
        List<Target> enter = wanted.values().stream()
                .filter(target -> !staying.containsKey(target.index()))
                .toList();
        observed = Map.copyOf(wanted);
        return new Plan(leave, enter);
    }
}
