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
 * What an observer that was killed left on devices: clsact filters, on kernels without TCX. They do nothing, but each
 * packet passes them.
 */
public final class LeftoverFilters {
    private LeftoverFilters() {}

    /**
     * Removes them from the devices of this network namespace. A filter does not tell whether its owner still lives.
     *
     * @param interfaces names and globs, none for all devices
     * @return how many were removed, by device, for those that had any
     * @throws StartException if a named device is not there, or removing is not permitted
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
