// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import io.flowobserver.source.SourceException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Waits for changes of the devices of a network namespace, of the routes that make a device an uplink, and of the
 * devices' addresses. Only one thread may use it.
 */
public final class DeviceWatch implements AutoCloseable {
    private static final int GONE_CAPACITY = 4096 * Integer.BYTES;

    private final PerfShim shim;
    private final NativeCode.LibC libc;
    private final ByteBuffer gone = NativeCode.buffer(GONE_CAPACITY);
    private int descriptor;

    DeviceWatch(PerfShim shim, NativeCode.LibC libc, int descriptor) {
        this.shim = shim;
        this.libc = libc;
        this.descriptor = descriptor;
    }

    /**
     * The changes since the last call.
     *
     * @param devices whether a device may have come, gone or changed
     * @param addresses whether an address may have come, gone or changed
     * @param gone indexes of removed devices; a new device may already have such an index
     * @param all whether any device may have been removed, because there were too many changes to report
     */
    public record Change(boolean devices, boolean addresses, Set<Integer> gone, boolean all) {
        /** Anything may have changed. */
        public static final Change ANYTHING = new Change(true, true, Set.of(), true);
    }

    /**
     * Waits for a change, and then at most 100 ms more for the end of a burst of changes. Returns empty if there was no
     * change.
     */
    public Optional<Change> await(int timeoutMillis) throws SourceException {
        int result = shim.watch(descriptor, gone, GONE_CAPACITY, timeoutMillis);
        if (result == 0) {
            return Optional.empty();
        }
        if (result == -Errno.ENOBUFS) {
            return Optional.of(Change.ANYTHING);
        }
        if (result < 0) {
            throw new SourceException("devices: " + NativeCode.failed(libc, "observer_watch", result));
        }
        boolean addresses = (result & PerfShim.WATCH_ADDRESSES) != 0;
        int devices = result & ~PerfShim.WATCH_ADDRESSES;
        Set<Integer> indexes = new HashSet<>();
        for (int i = 0; i < devices - 1; i++) {
            indexes.add(gone.getInt(i * Integer.BYTES));
        }
        return Optional.of(new Change(devices > 0, addresses, indexes, false));
    }

    @Override
    public void close() {
        if (descriptor >= 0) {
            libc.close(descriptor);
            descriptor = -1;
        }
    }
}
