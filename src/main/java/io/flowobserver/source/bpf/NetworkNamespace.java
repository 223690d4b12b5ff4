// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import io.flowobserver.source.SourceException;
import java.nio.file.Path;

/** An open named network namespace. Thread-safe. Closing it does not detach or move anything in the namespace. */
public final class NetworkNamespace implements AutoCloseable {
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int CLONE_NEWNET = 0x40000000;

    private final Path path;
    private final NativeCode.LibC libc;
    private int descriptor;

    private NetworkNamespace(Path path, NativeCode.LibC libc, int descriptor) {
        this.path = path;
        this.libc = libc;
        this.descriptor = descriptor;
    }

    /** Opens the namespace of a file, for example a file in {@code /run/netns}. */
    public static NetworkNamespace open(Path path) throws SourceException {
        NativeCode.LibC libc = NativeCode.loadLibC();
        int descriptor = libc.open(path.toString(), O_RDONLY_CLOEXEC);
        if (descriptor < 0) {
            throw new SourceException("network namespace " + path + ": " + libc.strerror(NativeCode.lastError()));
        }
        return new NetworkNamespace(path, libc, descriptor);
    }

    /** Returns the file descriptor, for {@link BpfSource#attach}. */
    public synchronized int descriptor() {
        if (descriptor < 0) {
            throw new IllegalStateException("namespace=" + path + " closed");
        }
        return descriptor;
    }

    /**
     * Moves the calling thread to this namespace permanently: sockets that it opens and threads that it starts later
     * belong to the namespace. Do not call this on a pooled thread.
     */
    public synchronized void enter() throws SourceException {
        if (libc.setns(descriptor(), CLONE_NEWNET) != 0) {
            throw new SourceException(
                    "network namespace " + path + " cannot be entered: " + libc.strerror(NativeCode.lastError()));
        }
    }

    @Override
    public synchronized void close() {
        if (descriptor >= 0) {
            libc.close(descriptor);
            descriptor = -1;
        }
    }
}
