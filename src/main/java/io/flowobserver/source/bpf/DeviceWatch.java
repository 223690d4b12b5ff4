// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import io.flowobserver.source.SourceException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Waits for changes of the devices of a network namespace, and of the routes that make a device an uplink. Only one thread may use it. */
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
     * @param gone indexes of removed devices; a new device may already have such an index
     * @param all whether any device may have been removed, because there were too many changes to report
     */
    public record Change(Set<Integer> gone, boolean all) {}

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
            return Optional.of(new Change(Set.of(), true));
        }
        if (result < 0) {
            throw new SourceException("devices: " + NativeCode.failed(libc, "observer_watch", result));
        }
        Set<Integer> indexes = new HashSet<>();
        for (int i = 0; i < result - 1; i++) {
            indexes.add(gone.getInt(i * Integer.BYTES));
        }
        return Optional.of(new Change(indexes, false));
    }

    @Override
    public void close() {
        if (descriptor >= 0) {
            libc.close(descriptor);
            descriptor = -1;
        }
    }
}
