// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.config;

import io.flowobserver.file.RegularFile;
import io.flowobserver.tls.JdkClientTls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Certificates or a key in PEM: in a file, which may change, or in another file's text.
 *
 * @param name for messages
 * @param file null if the data are here
 */
public record PemSource(String name, @Nullable Path file, byte[] data) {
    private static final long MAX_BYTES = 1 << 20;

    /** Those in a file. */
    public static PemSource in(Path file) {
        return new PemSource(file.toString(), file, new byte[0]);
    }

    static PemSource of(String name, byte[] data) {
        return new PemSource(name, null, data);
    }

    /**
     * Reads the file as it is now.
     *
     * @throws IOException with one line for the operator if it cannot be read
     */
    public JdkClientTls.Text read() throws IOException {
        return new JdkClientTls.Text(name, file == null ? data : bytes(file));
    }

    /** Does not show what is in it, which may be a key. */
    @Override
    public String toString() {
        return name;
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = RegularFile.open(file, MAX_BYTES)) {
            return in.readAllBytes();
        }
    }
}
