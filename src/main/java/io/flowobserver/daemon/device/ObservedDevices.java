// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.device;

import io.flowobserver.daemon.device.DeviceSelection.Target;
import io.flowobserver.source.bpf.BpfSource;
import io.flowobserver.source.bpf.DeviceWatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps account of what is observed, and works out what has to be done when the devices change. A target is observed
 * once its attach has succeeded. What fails is tried again with back-off, after everything else.
 *
 * <p>Attaching by TCX takes the kernel 25 to 50 ms a device, one after the other: of many that come at once a few are
 * taken at a time, uplinks first, so that devices which go meanwhile need not be waited for, and an uplink not behind
 * them. Not thread-safe.
 */
public final class ObservedDevices {
    static final int AT_A_TIME = 8;

    private static final Comparator<Target> UPLINKS_FIRST =
            Comparator.comparing(target -> target.role() != BpfSource.Role.NETWORK);

    private final Map<Integer, Target> observed = new LinkedHashMap<>();
    private final Map<Integer, FailedDevice> notAttached = new TreeMap<>();
    private final Map<Integer, FailedDevice> notDetached = new TreeMap<>();
    /** What runs before the programs, by the index of the device. */
    private Map<Integer, String> behind = Map.of();

    private int waiting;

    /**
     * What to do, in this order. Each target's result is to be told before the next plan.
     *
     * @param leave to be detached, as they were
     * @param enter to be attached, as they are
     * @param more whether others are to be attached after these, as the next plan will say
     */
    public record Plan(List<Target> leave, List<Target> enter, boolean more) {}

    /**
     * Takes note of a new state of things.
     *
     * @param wanted what should be observed now, by index
     * @param change what went before; an index in it that is wanted belongs to another device now
     * @param nowNanos monotonic time
     */
    public Plan plan(Map<Integer, Target> wanted, DeviceWatch.Change change, long nowNanos) {
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
    public void entered(Target target) {
        decrementWaiting(target);
        notAttached.remove(target.index());
        // What could not be detached was replaced.
        notDetached.remove(target.index());
        observed.put(target.index(), target);
    }

    /** The attach has failed. Returns whether it is the first time. */
    public boolean enterFailed(Target target, String reason, long nowNanos) {
        decrementWaiting(target);
        return failed(notAttached, target, reason, nowNanos);
    }

    /** The device went before its attach. */
    public void vanished(Target target) {
        decrementWaiting(target);
        notAttached.remove(target.index());
    }

    /** The detach has succeeded. */
    public void left(Target target) {
        notDetached.remove(target.index());
    }

    /** The detach has failed. Returns whether it is the first time. */
    public boolean leaveFailed(Target target, String reason, long nowNanos) {
        return failed(notDetached, target, reason, nowNanos);
    }

    /** Returns whether something that failed is to be tried again now. */
    public boolean isRetryDue(long nowNanos) {
        return notAttached.values().stream().anyMatch(failed -> failed.isDue(nowNanos))
                || notDetached.values().stream().anyMatch(failed -> failed.isDue(nowNanos));
    }

    /** Returns the devices whose programs are attached. */
    public List<Target> observed() {
        return List.copyOf(observed.values());
    }

    /** Takes note of where the programs stand. The next plan attaches again what somebody else has detached. */
    public void checked(ChainCheck.Result result) {
        result.detached().forEach(target -> observed.remove(target.index()));
        behind = result.behind();
    }

    /** Returns how many devices are in which state, and why. */
    public DeviceStates.Summary summary() {
        List<String> errors = new ArrayList<>();
        notAttached.values().forEach(failed -> errors.add(failed.target().name() + ": " + failed.reason()));
        notDetached.values().forEach(failed -> errors.add(failed.target().name() + ": " + failed.reason()));
        List<String> notFirst = observed.values().stream()
                .filter(target -> behind.containsKey(target.index()))
                .map(target -> target.name() + ": " + behind.get(target.index()))
                .toList();
        return new DeviceStates.Summary(observed.size() - notFirst.size(), waiting, List.copyOf(errors), notFirst);
    }

    private List<Target> leaving(Map<Integer, Target> wanted, DeviceWatch.Change change) {
        List<Target> leave = new ArrayList<>();
        for (Target target : List.copyOf(observed.values())) {
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
