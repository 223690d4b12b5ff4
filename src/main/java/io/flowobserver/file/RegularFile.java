// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files whose names come from an operator. */
public final class RegularFile {
    private RegularFile() {}

    /**
     * Opens a file, following symbolic links. The message of each exception is one line for the operator.
     *
     * @throws NoSuchFileException if it is not there
     * @throws IOException if it is too large, cannot be read, or is no file
     */
    public static InputStream open(Path path, long maxBytes) throws IOException {
        try {
            // The kind first: to open a pipe waits, and a device has no end.
            if (Files.exists(path) && (!Files.isRegularFile(path) || Files.size(path) > maxBytes)) {
                throw new IOException(path + ": is not a file of at most " + maxBytes + " bytes");
            }
            return Files.newInputStream(path);
        } catch (NoSuchFileException missing) {
            throw new NoSuchFileException(path.toString(), null, "no such file");
        } catch (AccessDeniedException denied) {
            throw new IOException(path + ": permission denied; let the user of this process read it", denied);
        }
    }
}
