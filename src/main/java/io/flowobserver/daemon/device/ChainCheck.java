// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.device;

import io.flowobserver.daemon.device.DeviceSelection.Target;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.bpf.ChainPlace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every ten seconds whether the observer's programs still run first at each device. Anybody may attach a program in
 * front of them, and if it drops or redirects a packet, the observer does not see the packet. The place is not taken
 * back: the other program may have a reason to be there, and two programs that both want to be first would never stop.
 * Not thread-safe.
 */
public final class ChainCheck {
    private static final Logger log = LoggerFactory.getLogger(ChainCheck.class);
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Chains chains;
    private Map<Integer, String> behind = Map.of();
    private long lookedNanos;

    /**
     * What a look has found.
     *
     * @param detached devices whose programs somebody else has detached
     * @param behind what runs before the programs, by the index of the device
     */
    public record Result(List<Target> detached, Map<Integer, String> behind) {}

    /** How the places of a device are found. */
    @FunctionalInterface
    public interface Chains {
        /**
         * Returns the places at ingress and egress of a device.
         *
         * @throws SourceException if they cannot be found, for example because the device is gone
         */
        List<ChainPlace> places(int ifindex) throws SourceException;
    }

    /** @param nowNanos monotonic time; the first look is due an interval later */
    public ChainCheck(Chains chains, long nowNanos) {
        this.chains = chains;
        this.lookedNanos = nowNanos;
    }

    public boolean isDue(long nowNanos) {
        return nowNanos - lookedNanos >= INTERVAL_NANOS;
    }

    /**
     * Looks at each device, and logs what has changed.
     *
     * @param observed the devices whose programs are attached
     */
    public Result look(Collection<Target> observed, long nowNanos) {
        lookedNanos = nowNanos;
        List<Target> detached = new ArrayList<>();
        Map<Integer, String> now = new HashMap<>();
        for (Target target : observed) {
            List<ChainPlace> places = places(target);
            if (places.stream().anyMatch(ChainPlace::isGone)) {
                detached.add(target);
                log.warn(
                        "{}: somebody else has detached the observer's programs, which are attached again",
                        target.name());
            } else if (places.stream().anyMatch(ChainPlace::isBehind)) {
                now.put(target.index(), describe(places));
            }
        }
        logChanges(observed, now);
        behind = Map.copyOf(now);
        return new Result(detached, behind);
    }

    private List<ChainPlace> places(Target target) {
        try {
            return chains.places(target.index());
        } catch (SourceException e) {
            // The device may be gone, which the thread that follows devices notices by itself.
            log.debug("{}: the place of the programs is unknown: {}", target.name(), e.getMessage());
            return List.of();
        }
    }

    private void logChanges(Collection<Target> observed, Map<Integer, String> now) {
        for (Target target : observed) {
            String before = behind.get(target.index());
            String after = now.get(target.index());
            if (after != null && !after.equals(before)) {
                log.warn("{}: {}; packets that it accepts, drops or redirects are not seen", target.name(), after);
            } else if (after == null && before != null) {
                log.info("{}: no other program runs before the observer's any more", target.name());
            }
        }
    }

    private static String describe(List<ChainPlace> places) {
        return places.stream()
                .filter(ChainPlace::isBehind)
                .map(place -> "program " + Integer.toUnsignedString(place.program())
                        + (place.name().isEmpty() ? "" : " (" + place.name() + ")")
                        + " runs before the observer's at " + (place.ingress() ? "ingress" : "egress"))
                .collect(Collectors.joining(", "));
    }
}
