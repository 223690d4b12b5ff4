// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where certificate and key of a server lie, in PEM.
 *
 * @param certificate the server's own first, then those that lead to its CA
 * @param clientCas those who may sign clients' certificates; with none, clients need no certificate
 */
public record TlsFiles(Path certificate, Path key, List<Path> clientCas) {
    private static final long MAX_BYTES = 1 << 20;

    public TlsFiles {
        clientCas = List.copyOf(clientCas);
    }

    /** Those with certificates, which expire. */
    public List<Path> certificates() {
        List<Path> all = new ArrayList<>();
        all.add(certificate);
        all.addAll(clientCas);
        return all;
    }

    /** What the files say; two are equal if all files are. */
    record Content(String certificate, String key, List<String> clientCas) {}

    /**
     * Reads all files, following symbolic links.
     *
     * @throws NoSuchFileException if one is not there; its message is the path
     * @throws IOException with one line for the operator if one cannot be read
     */
    Content read() throws IOException {
        List<String> cas = new ArrayList<>();
        for (Path file : clientCas) {
            cas.add(text(file));
        }
        return new Content(text(certificate), text(key), List.copyOf(cas));
    }

    private static String text(Path file) throws IOException {
        try {
            if (Files.exists(file) && (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES)) {
                throw new IOException(file + ": is not a file of at most " + MAX_BYTES + " bytes");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (AccessDeniedException denied) {
            throw new IOException(file + ": permission denied; let the user of this process read it", denied);
        }
    }
}
