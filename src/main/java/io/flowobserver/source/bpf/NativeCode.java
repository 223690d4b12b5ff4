// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import io.flowobserver.source.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;

/** Loads and calls native code through jnr-ffi: libobserver.so and some libc functions. */
final class NativeCode {
    /** System property: the directory that contains the unpacked libobserver.so. */
    static final String DIRECTORY_PROPERTY = "observer.native";

    private static final String SHIM = "libobserver.so";
    private static final String RESOURCE = "/native/linux-x86_64/" + SHIM;

    private NativeCode() {}

    /** Public because jnr-ffi can bind only public interfaces. */
    public interface LibC {
        int open(String path, int flags);

        int close(int fd);

        int setns(int fd, int type);

        String strerror(int errno);
    }

    /**
     * Loads libobserver.so from the directory of the distribution, where nothing must be written. If it is not there,
     * loads it from the jar.
     *
     * @param scratch directory for the temporary copy from the jar, null for the system's; it must allow executable
     *     code
     */
    static PerfShim loadShim(@Nullable Path scratch) throws SourceException {
        String directory = System.getProperty(DIRECTORY_PROPERTY);
        Path library = directory == null ? null : Path.of(directory, SHIM);
        if (library == null || !Files.exists(library)) {
            return unpackShim(scratch);
        }
        try {
            return link(library);
        } catch (UnsatisfiedLinkError e) {
            throw new SourceException(
                    library + " cannot be loaded: " + firstLine(e.getMessage()) + "; reinstall the distribution", e);
        }
    }

    /**
     * Loads libobserver.so through a temporary copy that only this user can access. The copy is removed before this
     * method returns.
     */
    private static PerfShim unpackShim(@Nullable Path directory) throws SourceException {
        Path library = null;
        Path scratch = null;
        try (InputStream resource = NativeCode.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new SourceException("this build has no libobserver.so; run make build");
            }
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            scratch = directory == null
                    ? Files.createTempDirectory("observer", ownerOnly)
                    : Files.createTempDirectory(directory, "observer", ownerOnly);
            library = scratch.resolve(SHIM);
            Files.copy(resource, library);
            return link(library);
        } catch (UnsatisfiedLinkError e) {
            throw new SourceException(
                    "libobserver.so cannot be loaded from " + scratch + ": " + firstLine(e.getMessage())
                            + "; set OBSERVER_JAVA_OPTS=-Djava.io.tmpdir=DIR to a directory that is not mounted noexec",
                    e);
        } catch (SourceException e) {
            throw e;
        } catch (IOException e) {
            throw new SourceException(
                    "libobserver.so cannot be unpacked: " + e
                            + "; set OBSERVER_JAVA_OPTS=-Djava.io.tmpdir=DIR to a writable directory",
                    e);
        } finally {
            remove(library);
            remove(scratch);
        }
    }

    private static PerfShim link(Path library) {
        return LibraryLoader.create(PerfShim.class)
                .mapper((name, context) -> "observer_" + name)
                .failImmediately()
                .load(library.toString());
    }

    static LibC loadLibC() {
        return LibraryLoader.create(LibC.class).load("c");
    }

    /** Returns a buffer that can be passed to native code. */
    static ByteBuffer buffer(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the C string in a buffer. */
    static String text(ByteBuffer buffer) {
        int length = 0;
        while (length < buffer.capacity() && buffer.get(length) != 0) {
            length++;
        }
        var bytes = new byte[length];
        buffer.get(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Returns the address of a direct buffer. The caller must keep the buffer reachable. */
    static long addressOf(ByteBuffer buffer) {
        return Pointer.wrap(Runtime.getSystemRuntime(), buffer).address();
    }

    /** Returns the errno of this thread's last call that saves errno. */
    static int lastError() {
        return Runtime.getSystemRuntime().getLastError();
    }

    /** Returns the message for a call that returned a negated errno. */
    static String failed(LibC libc, String call, int result) {
        return call + " failed: " + libc.strerror(-result) + " (errno " + -result + ")";
    }

    private static void remove(@Nullable Path path) {
        if (path == null) {
            return;
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException ignored) {
            // The file stays in a private directory, which is harmless.
        }
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }
}
