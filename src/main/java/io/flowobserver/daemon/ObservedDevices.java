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
import java.util.TreeMap;

/**
 * Tracks the observed devices, and plans what to attach and detach when the devices change. With TCX the kernel needs
 * 25 to 50 ms per device, one after the other. A plan therefore has only a few devices, uplinks first. So an uplink
 * does not wait for other devices, and the next plan can leave out devices that have disappeared. Not thread-safe.
 */
final class ObservedDevices {
    static final int AT_A_TIME = 8;

    private static final Comparator<Target> UPLINKS_FIRST =
            Comparator.comparing(target -> target.role() != BpfSource.Role.NETWORK);

    private final Map<Integer, Target> observed = new LinkedHashMap<>();
    private final Map<Integer, FailedDevice> notAttached = new TreeMap<>();
    private final Map<Integer, FailedDevice> notDetached = new TreeMap<>();
    private int waiting;

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
    Plan plan(Map<Integer, Target> wanted, DeviceWatch.Change change, long nowNanos) {
        List<Target> leave = leaving(wanted, change);
        leave.forEach(target -> observed.remove(target.index()));
        forgetFailures(wanted, change);
        notDetached.values().stream()
                .filter(failed -> failed.isDue(nowNanos))
                .forEach(failed -> leave.add(failed.target()));
        List<Target> entering = new ArrayList<>(wanted.values().stream()
                .filter(target -> !observed.containsKey(target.index()) && !notAttached.containsKey(target.index()))
                .sorted(UPLINKS_FIRST)
                .toList());
        waiting = entering.size();
        notAttached.values().stream()
                .filter(failed -> failed.isDue(nowNanos))
                .forEach(failed ->
                        entering.add(wanted.getOrDefault(failed.target().index(), failed.target())));
        List<Target> enter = entering.subList(0, Math.min(AT_A_TIME, entering.size()));
        return new Plan(leave, enter, enter.size() < entering.size());
    }

    /** The attach has succeeded. */
    void entered(Target target) {
        decrementWaiting(target);
        notAttached.remove(target.index());
        // What could not be detached was replaced.
        notDetached.remove(target.index());
        observed.put(target.index(), target);
    }

    /** The attach has failed. Returns whether it is the first time. */
    boolean enterFailed(Target target, String reason, long nowNanos) {
        decrementWaiting(target);
        return failed(notAttached, target, reason, nowNanos);
    }

    /** The device went before its attach. */
    void vanished(Target target) {
        decrementWaiting(target);
        notAttached.remove(target.index());
    }

    /** The detach has succeeded. */
    void left(Target target) {
        notDetached.remove(target.index());
    }

    /** The detach has failed. Returns whether it is the first time. */
    boolean leaveFailed(Target target, String reason, long nowNanos) {
        return failed(notDetached, target, reason, nowNanos);
    }

    /** Returns whether something that failed is to be tried again now. */
    boolean isRetryDue(long nowNanos) {
        return notAttached.values().stream().anyMatch(failed -> failed.isDue(nowNanos))
                || notDetached.values().stream().anyMatch(failed -> failed.isDue(nowNanos));
    }

    /** Returns how many devices are in which state, and why. */
    DeviceStates.Summary summary() {
        List<String> errors = new ArrayList<>();
        notAttached.values().forEach(failed -> errors.add(failed.target().name() + ": " + failed.reason()));
        notDetached.values().forEach(failed -> errors.add(failed.target().name() + ": " + failed.reason()));
        return new DeviceStates.Summary(observed.size(), waiting, List.copyOf(errors));
    }

    private List<Target> leaving(Map<Integer, Target> wanted, DeviceWatch.Change change) {
        List<Target> leave = new ArrayList<>();
        for (Target target : observed.values()) {
            Target now = wanted.get(target.index());
            if (isGone(target, change) || now == null || !now.hasProgramsOf(target)) {
                leave.add(target);
            } else {
                observed.put(target.index(), now);
            }
        }
        return leave;
    }

    /** A device that went took its failures with it, and so did one that is not wanted any more. */
    private void forgetFailures(Map<Integer, Target> wanted, DeviceWatch.Change change) {
        notAttached.values().removeIf(failed -> {
            Target now = wanted.get(failed.target().index());
            return isGone(failed.target(), change) || now == null || !now.hasProgramsOf(failed.target());
        });
        notDetached.values().removeIf(failed -> isGone(failed.target(), change));
    }

    private static boolean isGone(Target target, DeviceWatch.Change change) {
        return change.all() || change.gone().contains(target.index());
    }

    private static boolean failed(Map<Integer, FailedDevice> failures, Target target, String reason, long nowNanos) {
        FailedDevice known = failures.get(target.index());
        FailedDevice failed = known != null ? known : new FailedDevice(target);
        failures.put(target.index(), failed);
        failed.failed(reason, nowNanos);
        return known == null;
    }

    private void decrementWaiting(Target target) {
        if (!notAttached.containsKey(target.index())) {
            waiting--;
        }
    }
}
