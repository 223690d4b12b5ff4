// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files whose names come from an operator. */
public final class SmallFile {
    /** Bytes in a file at most. */
    public static final int MAX_BYTES = 1 << 20;

    private SmallFile() {}

    /**
     * Returns all bytes of a file, following symbolic links.
     *
     * @throws NoSuchFileException if it is not there
     * @throws IOException if it cannot be read or is too large; the message is always one line for the operator
     */
    public static byte[] read(Path path) throws IOException {
        // The kind first: to open a pipe waits, and a device has no end.
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw unusable(path);
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw unusable(path);
            }
            return bytes;
        } catch (NoSuchFileException missing) {
            throw new NoSuchFileException(path.toString(), null, "no such file");
        } catch (AccessDeniedException denied) {
            throw new IOException(path + ": permission denied; let the user of this process read it", denied);
        }
    }

    private static IOException unusable(Path path) {
        return new IOException(path + ": is not a file of at most " + MAX_BYTES + " bytes");
    }
}
