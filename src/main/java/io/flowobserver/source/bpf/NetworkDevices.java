// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import io.flowobserver.source.SourceException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Lists and watches the devices of this process's network namespace, and removes filters that a killed process of the
 * observer left behind. Thread-safe.
 */
public final class NetworkDevices {
    /** Enough for more than 10,000 devices. */
    private static final int LIST_CAPACITY = 256 << 10;

    private final PerfShim shim;
    private final NativeCode.LibC libc;

    NetworkDevices(PerfShim shim, NativeCode.LibC libc) {
        this.shim = shim;
        this.libc = libc;
    }

    /** Creates an instance without an open source, so the permission to load eBPF programs is not needed. */
    public static NetworkDevices load() throws SourceException {
        return new NetworkDevices(NativeCode.loadShim(null), NativeCode.loadLibC());
    }

    /** Returns all devices. */
    public List<NetworkDevice> list() throws SourceException {
        ByteBuffer buffer = NativeCode.buffer(LIST_CAPACITY);
        int result = shim.links(buffer, LIST_CAPACITY);
        if (result < 0) {
            throw new SourceException("devices: " + NativeCode.failed(libc, "observer_links", result));
        }
        return NetworkDevice.read(buffer, result);
    }

    /** Starts watching. Every later change is reported. */
    public DeviceWatch watch() throws SourceException {
        int result = shim.watch(-1, null, 0, 0);
        if (result < 0) {
            throw new SourceException("devices: " + NativeCode.failed(libc, "observer_watch", result));
        }
        return new DeviceWatch(shim, libc, result);
    }

    /**
     * Removes the clsact filters that a killed process of the observer left on a device. Do not call this while another
     * process of the observer uses clsact.
     *
     * @param index interface index, or 0 for all devices
     * @return number of removed filters
     */
    public int sweep(int index) throws SourceException {
        int result = shim.sweep(BpfSource.OWN_NAMESPACE, index);
        if (result < 0) {
            throw new SourceException("interface " + index + ": " + NativeCode.failed(libc, "observer_sweep", result)
                    + Errno.attachRemedy(-result));
        }
        return result;
    }
}
