// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import io.flowobserver.source.SourceException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The devices of the network namespace in which this process runs: lists them, watches them, and takes off them what a
 * dead process of ours has left. Any thread may call it.
 */
public final class NetworkDevices {
    /** Room for 10,000 devices and more. */
    private static final int LIST_CAPACITY = 256 << 10;

    private final PerfShim shim;
    private final NativeCode.LibC libc;

    NetworkDevices(PerfShim shim, NativeCode.LibC libc) {
        this.shim = shim;
        this.libc = libc;
    }

    /** Without an opened source, that is without the right to load eBPF programs. */
    public static NetworkDevices load() throws SourceException {
        return new NetworkDevices(NativeCode.loadShim(null), NativeCode.loadLibC());
    }

    /** All of them at this moment. */
    public List<NetworkDevice> list() throws SourceException {
        ByteBuffer buffer = NativeCode.buffer(LIST_CAPACITY);
        int result = shim.links(buffer, LIST_CAPACITY);
        if (result < 0) {
            throw new SourceException("devices: " + NativeCode.failed(libc, "observer_links", result));
        }
        return NetworkDevice.read(buffer, result);
    }

    /** Begins to watch: every change from now on is told. */
    public DeviceWatch watch() throws SourceException {
        int result = shim.watch(-1, null, 0, 0);
        if (result < 0) {
            throw new SourceException("devices: " + NativeCode.failed(libc, "observer_watch", result));
        }
        return new DeviceWatch(shim, libc, result);
    }

    /**
     * Removes the clsact filters that a killed process of ours left on a device. Must not run beside a live one that
     * is attached by clsact.
     *
     * @param index the device, 0 for all
     * @return how many were removed
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
