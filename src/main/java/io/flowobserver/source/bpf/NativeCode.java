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

/** Everything that is called by jnr-ffi: the shim, and what is needed of libc. */
final class NativeCode {
    /** System property: the directory that libobserver.so lies in, unpacked. */
    static final String DIRECTORY_PROPERTY = "observer.native";

    private static final String SHIM = "libobserver.so";
    private static final String RESOURCE = "/native/linux-x86_64/" + SHIM;

    private NativeCode() {}

    /** Public because jnr-ffi binds no other interfaces. */
    public interface LibC {
        int open(String path, int flags);

        int close(int fd);

        int setns(int fd, int type);

        String strerror(int errno);
    }

    /**
     * Loads the shim from where a distribution keeps it, so that nothing need be written, or else out of the jar.
     *
     * @param scratch where the jar's goes for that moment, null for the system's; code in it must be executable
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
                    library + " cannot be loaded: " + firstLine(e.getMessage()) + "; install the distribution anew", e);
        }
    }

    /** Loads the shim by way of a file that only this user can reach and that is gone when this returns. */
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
                            + "; give OBSERVER_JAVA_OPTS=-Djava.io.tmpdir=DIR with a directory that is not mounted noexec",
                    e);
        } catch (SourceException e) {
            throw e;
        } catch (IOException e) {
            throw new SourceException(
                    "libobserver.so cannot be unpacked: " + e
                            + "; give OBSERVER_JAVA_OPTS=-Djava.io.tmpdir=DIR with a directory that can be written",
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

    /** Memory that native code can be given. */
    static ByteBuffer buffer(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The C string in a buffer. */
    static String text(ByteBuffer buffer) {
        int length = 0;
        while (length < buffer.capacity() && buffer.get(length) != 0) {
            length++;
        }
        var bytes = new byte[length];
        buffer.get(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Where a direct buffer lies; the caller keeps it reachable. */
    static long addressOf(ByteBuffer buffer) {
        return Pointer.wrap(Runtime.getSystemRuntime(), buffer).address();
    }

    /** The errno of the last call that this thread made and that keeps it. */
    static int lastError() {
        return Runtime.getSystemRuntime().getLastError();
    }

    /** What to say of a call that answered a negated errno. */
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
            // It stays behind in a private directory: untidy, harmless, and no reason to stop.
        }
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }
}
