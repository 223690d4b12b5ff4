// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.bpf.BpfSource;
import java.util.function.Consumer;

/** The kernel's events, with what keeps the kernel programs up to date until the source is closed. */
public final class HostSource implements EventSource {
    private final BpfSource source;
    private final Inventory inventory;
    private final Consumer<Snapshot> addresses;
    private Runnable stopDevices = () -> {};

    /** @param context its inventory's local addresses are told to the kernel programs, now and whenever they change */
    public HostSource(BpfSource source, SourceContext context) {
        this.source = source;
        this.inventory = context.inventory();
        this.addresses = new KernelAddressMap(source)::update;
        inventory.onChange(addresses);
        source.startSweeps(context.supervisor().threads("observer-sweep-0"), context.kernel()::set);
    }

    /** Sets what ends all work on the source's devices before it is closed. */
    void stopDevices(Runnable stop) {
        stopDevices = stop;
    }

    @Override
    public int poll(EventSink sink, int timeoutMillis) throws SourceException {
        return source.poll(sink, timeoutMillis);
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public void close() {
        inventory.removeListener(addresses);
        stopDevices.run();
        source.close();
    }
}
