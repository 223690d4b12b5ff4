// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.daemon.device.DeviceSelection;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.bpf.NetworkDevice;
import io.flowobserver.source.bpf.NetworkDevices;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The clsact filters that a killed observer left on devices, on kernels without TCX. They do nothing, but each packet
 * passes through them.
 */
public final class LeftoverFilters {
    private LeftoverFilters() {}

    /**
     * Removes the filters from the devices of this network namespace. A filter does not show whether its owner is still
     * alive.
     *
     * @param interfaces names and globs; empty for all devices
     * @return the number of removed filters by device, for devices that had any
     * @throws StartException if a named device does not exist, or if the process may not remove filters
     */
    public static Map<String, Integer> remove(List<String> interfaces) throws StartException {
        DeviceSelection selection = SourceFactory.selection(interfaces.isEmpty() ? List.of("*") : interfaces);
        try {
            NetworkDevices devices = NetworkDevices.load();
            List<NetworkDevice> present = devices.list();
            Optional<String> missing = selection.missing(present);
            if (missing.isPresent()) {
                throw new StartException(missing.get());
            }
            Map<String, Integer> removed = new LinkedHashMap<>();
            for (DeviceSelection.Target target : selection.choose(present).values()) {
                int filters = devices.sweep(target.index());
                if (filters > 0) {
                    removed.put(target.name(), filters);
                }
            }
            return removed;
        } catch (SourceException e) {
            throw new StartException(e.getMessage(), e);
        }
    }
}
