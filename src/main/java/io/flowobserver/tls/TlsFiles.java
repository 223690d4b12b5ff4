// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.tls;

import io.flowobserver.file.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
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

    /**
     * What the files say.
     *
     * @param certificate PEM
     * @param key already decoded: the text of its file is not kept
     * @param clientCas PEM of each file
     */
    record Content(byte[] certificate, PrivateKey key, List<byte[]> clientCas) {
        /** Does not show the key: the JDK's keys print their secret numbers. */
        @Override
        public String toString() {
            return "Content[certificate=" + certificate.length + " bytes, key=" + key.getAlgorithm() + ", clientCas="
                    + clientCas.size() + "]";
        }
    }

    /**
     * Reads all files, following symbolic links.
     *
     * @throws NoSuchFileException if one is not there
     * @throws IOException if one cannot be read, or the key cannot be used; the message is always one line for the
     *     operator
     */
    Content read() throws IOException {
        List<byte[]> cas = new ArrayList<>();
        for (Path file : clientCas) {
            cas.add(bytes(file));
        }
        return new Content(bytes(certificate), readKey(), List.copyOf(cas));
    }

    private PrivateKey readKey() throws IOException {
        byte[] text = bytes(key);
        try {
            return PrivateKeys.of(Pem.blocks(text));
        } catch (GeneralSecurityException e) {
            throw new IOException(key + ": " + e.getMessage(), e);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = RegularFile.open(file, MAX_BYTES)) {
            return in.readAllBytes();
        }
    }
}
