// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.enrich.snapshot.LocalAddress;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.bpf.BpfSource;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Updates the kernel's map of local addresses from the inventory. Writes only the differences. */
final class KernelAddressMap {
    private static final Logger log = LoggerFactory.getLogger(KernelAddressMap.class);

    private final BpfSource source;
    private Set<LocalAddress> told = Set.of();

    KernelAddressMap(BpfSource source) {
        this.source = source;
    }

    /** Applies a snapshot. One thread at a time calls this, with the snapshots in order. */
    void update(Snapshot snapshot) {
        Set<LocalAddress> wanted = new HashSet<>(snapshot.localAddresses());
        try {
            for (LocalAddress gone : told) {
                if (!wanted.contains(gone)) {
                    source.removeAddress(gone.high(), gone.low());
                }
            }
            for (LocalAddress address : wanted) {
                if (!told.contains(address)) {
                    source.updateAddress(address.high(), address.low(), address.endpointId(), address.identity());
                }
            }
            told = wanted;
        } catch (SourceException e) {
            log.warn("the kernel's map of local addresses is not up to date: {}", e.getMessage());
        }
    }
}
