// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.daemon.device.ChainCheck;
import io.flowobserver.daemon.device.DeviceAddresses;
import io.flowobserver.daemon.device.DeviceSelection;
import io.flowobserver.daemon.device.DeviceSelection.Target;
import io.flowobserver.daemon.device.DeviceStates;
import io.flowobserver.daemon.device.ObservedDevices;
import io.flowobserver.daemon.report.StartupBanner;
import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.flow.entity.Link;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.bpf.BpfSource;
import io.flowobserver.source.bpf.ChainPlace;
import io.flowobserver.source.bpf.DeviceWatch;
import io.flowobserver.source.bpf.NetworkDevice;
import io.flowobserver.source.bpf.NetworkDevices;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attaches the programs to the selected devices at the start, and later within a second after a device appears, changes
 * its name or role, or disappears. If many devices appear at once, TCX allows 20 to 40 devices per second. Also reports
 * the names of all devices, and their addresses, to the inventory.
 */
final class Interfaces implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Interfaces.class);
    private static final DeviceWatch.Change NOTHING = new DeviceWatch.Change(false, false, Set.of(), false);
    private static final int WAIT_MILLIS = 200;
    private static final long JOIN_MILLIS = 5_000;

    private final BpfSource source;
    private final NetworkDevices devices;
    private final DeviceSelection selection;
    private final Inventory inventory;
    private final DeviceAddresses addresses;
    private final DeviceStates states;
    private final ObservedDevices observed = new ObservedDevices();
    private final ChainCheck chains;
    /**
     * How the programs are attached to each observed device, by index. Devices without an entry could not be attached.
     */
    private final Map<Integer, BpfSource.Attachment> attachments = new HashMap<>();

    private final Thread thread;
    private DeviceWatch watch;
    /** Whether this is not the first run of the thread. */
    private boolean restarted;

    private Map<Integer, Link> links = Map.of();
    private volatile boolean stopping;

    private Interfaces(BpfSource source, DeviceSelection selection, SourceContext context) throws SourceException {
        this.source = source;
        this.devices = source.networkDevices();
        this.selection = selection;
        this.inventory = context.inventory();
        this.addresses = new DeviceAddresses(inventory);
        this.states = context.devices();
        this.watch = devices.watch();
        this.chains = new ChainCheck(this::places, System.nanoTime());
        this.thread = context.supervisor().threads("observer-interfaces-0").newThread(this::run);
    }

    /**
     * Attaches to the devices that exist, and starts to watch for changes.
     *
     * @param summary gets one line about the observed devices, and one about the others
     * @throws StartException if the operator named a device that does not exist
     * @throws SourceException if an existing device cannot be observed
     */
    static Interfaces start(BpfSource source, DeviceSelection selection, SourceContext context, StartupBanner summary)
            throws SourceException, StartException {
        Interfaces interfaces = new Interfaces(source, selection, context);
        try {
            interfaces.attachPresent(summary);
            interfaces.thread.start();
            return interfaces;
        } catch (SourceException | StartException | RuntimeException e) {
            interfaces.watch.close();
            throw e;
        }
    }

    /** Stops watching. The programs stay attached until the source is closed. Idempotent. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            watch.close();
        }
        states.set(DeviceStates.Summary.NONE);
    }

    private void attachPresent(StartupBanner report) throws SourceException, StartException {
        List<NetworkDevice> present = devices.list();
        Optional<String> missing = selection.missing(present);
        if (missing.isPresent()) {
            throw new StartException(missing.get());
        }
        name(present);
        addresses.devices(present);
        addresses.update(devices.addresses());
        ObservedDevices.Plan plan;
        do {
            plan = observed.plan(selection.choose(present), NOTHING, System.nanoTime());
            for (Target target : plan.enter()) {
                enter(target);
            }
        } while (plan.more());
        DeviceStates.Summary summary = observed.summary();
        if (summary.observed() == 0 && !summary.errors().isEmpty()) {
            throw new SourceException(summary.errors().get(0));
        }
        checkChains();
        report.add("interfaces", summary(present));
        List<String> others = new ArrayList<>(summary.errors());
        choosing(present).ifPresent(others::add);
        if (!others.isEmpty()) {
            report.add("unobserved", String.join("; ", others));
        }
    }

    /** Returns the line about devices that are not to be observed, which the status shows too. */
    private Optional<String> choosing(List<NetworkDevice> present) {
        Optional<String> others = selection.notChosen(present);
        states.notChosen(others.orElse(""));
        return others;
    }

    /** Returns whether something has to be attached again, because somebody else has detached it. */
    private boolean checkChains() {
        ChainCheck.Result result = chains.look(observed.observed(), System.nanoTime());
        observed.checked(result);
        states.set(observed.summary());
        return !result.detached().isEmpty();
    }

    private String summary(List<NetworkDevice> present) {
        if (attachments.isEmpty()) {
            return "none yet; devices that appear will be observed";
        }
        Map<BpfSource.Role, List<String>> byRole = new TreeMap<>();
        for (Target target : selection.choose(present).values()) {
            if (attachments.containsKey(target.index())) {
                byRole.computeIfAbsent(target.role(), role -> new ArrayList<>()).add(target.name());
            }
        }
        List<String> texts = new ArrayList<>();
        byRole.forEach(
                (role, names) -> texts.add(names.stream().sorted().collect(Collectors.joining(", ")) + " as " + role));
        List<String> notFirst = observed.summary().notFirst();
        return "observing " + String.join("; ", texts) + " by "
                + attachments.values().iterator().next()
                + (notFirst.isEmpty()
                        ? ""
                        : "; packets that others accept, drop or redirect first are not seen: "
                                + String.join("; ", notFirst));
    }

    /** Called again after an exception. What had changed before that is not known any more. */
    private void run() {
        boolean more = true;
        if (restarted) {
            watchAgain();
            more = follow(DeviceWatch.Change.ANYTHING);
        }
        restarted = true;
        while (!stopping) {
            DeviceWatch.Change change = awaitChange(more ? 0 : WAIT_MILLIS).orElse(NOTHING);
            more |= chains.isDue(System.nanoTime()) && checkChains();
            if (more || change.devices() || observed.isRetryDue(System.nanoTime())) {
                more = follow(change);
            } else if (change.addresses()) {
                followAddresses();
            }
        }
    }

    private Optional<DeviceWatch.Change> awaitChange(int timeoutMillis) {
        try {
            return watch.await(timeoutMillis);
        } catch (SourceException e) {
            throw new UncheckedIOException("devices that come and go are not noticed", e);
        }
    }

    private void watchAgain() {
        watch.close();
        try {
            watch = devices.watch();
        } catch (SourceException e) {
            throw new UncheckedIOException("devices that come and go are not noticed", e);
        }
    }

    /** Listing the devices, too, would read all routes of the node. */
    private void followAddresses() {
        try {
            addresses.update(devices.addresses());
        } catch (SourceException e) {
            throw new UncheckedIOException("addresses of the node may have come or gone unnoticed", e);
        }
    }

    /** Applies a change of devices. Returns whether more devices wait to be attached. */
    private boolean follow(DeviceWatch.Change change) {
        try {
            List<NetworkDevice> present = devices.list();
            name(present);
            addresses.devices(present);
            addresses.update(devices.addresses());
            choosing(present);
            ObservedDevices.Plan plan = observed.plan(selection.choose(present), change, System.nanoTime());
            for (Target target : plan.leave()) {
                leave(target);
            }
            for (Target target : plan.enter()) {
                if (enter(target)) {
                    log.info("observing {} as {} by {}", target.name(), target.role(), attachments.get(target.index()));
                }
            }
            states.set(observed.summary());
            return plan.more();
        } catch (SourceException e) {
            // The change would be lost, so everything is looked at again after the restart of the thread.
            throw new UncheckedIOException("devices may have come or gone unnoticed", e);
        }
    }

    /** Returns whether the device is observed now. */
    private boolean enter(Target target) throws SourceException {
        try {
            boolean l3Device = !target.device().ethernet();
            attachments.put(
                    target.index(), source.attach(BpfSource.OWN_NAMESPACE, target.index(), target.role(), l3Device));
            observed.entered(target);
            return true;
        } catch (SourceException e) {
            if (stopping || !isThere(target.index())) {
                observed.vanished(target);
            } else if (observed.enterFailed(target, e.getMessage(), System.nanoTime())) {
                log.warn("{} is not observed, which is tried again: {}", target.name(), e.getMessage());
            }
            return false;
        }
    }

    private void leave(Target target) {
        boolean wasAttached = attachments.remove(target.index()) != null;
        try {
            source.detach(BpfSource.OWN_NAMESPACE, target.index());
            if (!wasAttached) {
                // The first attempt has failed, after which the library does not know the attachment any more.
                devices.sweep(target.index());
            }
            observed.left(target);
            log.info("no longer observing {} as {}", target.name(), target.role());
        } catch (SourceException e) {
            if (observed.leaveFailed(target, e.getMessage(), System.nanoTime())) {
                log.warn("{} is still observed, its detach is tried again: {}", target.name(), e.getMessage());
            }
        }
    }

    /** Devices can appear and disappear at any time. A failure counts only if the device still exists. */
    private boolean isThere(int index) throws SourceException {
        return devices.list().stream().anyMatch(device -> device.index() == index);
    }

    private List<ChainPlace> places(int index) throws SourceException {
        List<ChainPlace> places = source.places(BpfSource.OWN_NAMESPACE, index);
        if (places.stream().anyMatch(ChainPlace::isGone) && !isThere(index)) {
            throw new SourceException("the device is gone");
        }
        return places;
    }

    /**
     * Reports the names of devices to the inventory. A removed device keeps its name until the next change, because
     * packets that it saw may still be in a queue.
     */
    private void name(List<NetworkDevice> present) {
        Map<Integer, Link> current = new LinkedHashMap<>();
        for (NetworkDevice device : present) {
            Link known = links.get(device.index());
            current.put(
                    device.index(),
                    known != null && known.name().equals(device.name()) ? known : new Link(device.name()));
        }
        if (!current.equals(links)) {
            Map<Integer, Link> named = new HashMap<>(links);
            named.putAll(current);
            inventory.devices(named);
            links = current;
        }
    }
}
