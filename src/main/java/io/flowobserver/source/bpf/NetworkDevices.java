// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import io.flowobserver.source.SourceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists and watches the devices and addresses of this process's network namespace, and removes filters that a killed process of the
 * observer left behind. Thread-safe.
 */
public final class NetworkDevices {
    /** Enough for more than 10,000 devices, and as many addresses. */
    private static final int LIST_CAPACITY = 256 << 10;

    static final int ADDRESS_OFFSET = 0;
    static final int DEVICE_OFFSET = ADDRESS_OFFSET + 2 * Long.BYTES;
    static final int PREFIX_LENGTH_OFFSET = DEVICE_OFFSET + Integer.BYTES;
    static final int ADDRESS_LENGTH = PREFIX_LENGTH_OFFSET + Integer.BYTES;

    private final PerfShim shim;
    private final NativeCode.LibC libc;

    NetworkDevices(PerfShim shim, NativeCode.LibC libc) {
        this.shim = shim;
        this.libc = libc;
    }

    /**
     * An address of a device ({@code struct observer_address} in {@code bpf/events.h}). An IPv4 address has the form
     * {@code ::ffff:a.b.c.d}.
     *
     * @param high first eight bytes of the address
     * @param low last eight bytes of the address
     * @param device index of the device
     * @param prefixLength of the network that the device reaches directly, 0 to 128
     */
    public record Address(long high, long low, int device, int prefixLength) {}

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

    /** Returns the addresses of all devices. */
    public List<Address> addresses() throws SourceException {
        ByteBuffer buffer = NativeCode.buffer(LIST_CAPACITY);
        int result = shim.addresses(buffer, LIST_CAPACITY);
        if (result < 0) {
            throw new SourceException("addresses: " + NativeCode.failed(libc, "observer_addresses", result));
        }
        ByteBuffer bytes = buffer.duplicate().order(ByteOrder.BIG_ENDIAN);
        List<Address> addresses = new ArrayList<>(result);
        for (int at = 0; at < result * ADDRESS_LENGTH; at += ADDRESS_LENGTH) {
            addresses.add(new Address(
                    bytes.getLong(at + ADDRESS_OFFSET),
                    bytes.getLong(at + ADDRESS_OFFSET + Long.BYTES),
                    buffer.getInt(at + DEVICE_OFFSET),
                    buffer.getInt(at + PREFIX_LENGTH_OFFSET)));
        }
        return addresses;
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
