// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.config.SourceConfig;
import io.flowobserver.enrich.Inventory;
import io.flowobserver.source.BpfOptions;
import io.flowobserver.source.BpfSource;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.ReplayOptions;
import io.flowobserver.source.ReplaySource;
import io.flowobserver.source.SourceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the source that was asked for. */
final class Sources {
    private static final Logger log = LoggerFactory.getLogger(Sources.class);

    private Sources() {}

    /**
     * @param inventory whose local addresses the kernel programs are told, now and whenever they change
     */
    static EventSource open(SourceConfig config, Inventory inventory) throws StartException {
        try {
            if (config instanceof SourceConfig.Replay replay) {
                return ReplaySource.open(replay.file(), options(replay.speed()));
            }
            return openBpf((SourceConfig.Bpf) config, inventory);
        } catch (SourceException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    private static EventSource openBpf(SourceConfig.Bpf config, Inventory inventory)
            throws SourceException, StartException {
        BpfSource source = BpfSource.open(new BpfOptions(config.perfRingPages(), config.clsact(), null));
        try {
            int swept = source.sweep(BpfSource.OWN_NAMESPACE, 0);
            if (swept > 0) {
                log.info("removed {} tc filters that a killed observer had left", swept);
            }
            inventory.onChange(new AddressMap(source)::update);
            Interfaces.attach(source, config, inventory);
            log.info("eBPF: {}", source.features());
            return source;
        } catch (SourceException | StartException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static ReplayOptions options(SourceConfig.Speed speed) {
        return switch (speed) {
            case ORIGINAL -> ReplayOptions.ORIGINAL;
            case MAX -> ReplayOptions.MAX;
        };
    }
}
