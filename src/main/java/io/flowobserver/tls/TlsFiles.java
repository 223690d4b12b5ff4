// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.tls;

import io.flowobserver.file.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The paths of a server's TLS files, in PEM.
 *
 * @param certificate the certificate chain, the server's own certificate first
 * @param clientCas the CAs that may sign certificates of clients; if there are none, clients need no certificate
 */
public record TlsFiles(Path certificate, Path key, List<Path> clientCas) {
    private static final long MAX_BYTES = 1 << 20;

    public TlsFiles {
        clientCas = List.copyOf(clientCas);
    }

    /** Those with certificates, which expire. */
    public List<Path> certificates() {
        List<Path> certificates = new ArrayList<>();
        certificates.add(certificate);
        certificates.addAll(clientCas);
        return certificates;
    }

    List<Path> all() {
        List<Path> all = certificates();
        all.add(key);
        return all;
    }

    /** What the files say; two are equal if all files are. */
    record Content(String certificate, String key, List<String> clientCas) {}

    /**
     * Reads all files, following symbolic links.
     *
     * @throws NoSuchFileException if one is not there
     * @throws IOException if one cannot be read; the message is always one line for the operator
     */
    Content read() throws IOException {
        List<String> cas = new ArrayList<>();
        for (Path file : clientCas) {
            cas.add(text(file));
        }
        return new Content(text(certificate), text(key), List.copyOf(cas));
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = RegularFile.open(file, MAX_BYTES)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
