// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import io.flowobserver.source.SourceException;
import java.nio.file.Path;

/** A named network namespace, held open. Thread-safe; what was attached or moved there stays when this is closed. */
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

    /** Opens the namespace that a file stands for, for example below {@code /run/netns}. */
    public static NetworkNamespace open(Path path) throws SourceException {
        NativeCode.LibC libc = NativeCode.loadLibC();
        int descriptor = libc.open(path.toString(), O_RDONLY_CLOEXEC);
        if (descriptor < 0) {
            throw new SourceException("network namespace " + path + ": " + libc.strerror(NativeCode.lastError()));
        }
        return new NetworkNamespace(path, libc, descriptor);
    }

    /** The file descriptor, for {@link BpfSource#attach}. */
    public synchronized int descriptor() {
        if (descriptor < 0) {
            throw new IllegalStateException("namespace=" + path + " closed");
        }
        return descriptor;
    }

    /**
     * Moves the calling thread there for good: the sockets that it opens and the threads that it starts from now on
     * belong to the namespace. A thread of a pool must not do that.
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
