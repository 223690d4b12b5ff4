// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.tls;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;

/**
 * The paths of a server's TLS files, in PEM.
 *
 * @param certificate the certificate chain, the server's own certificate first
 * @param clientCas the CAs that may sign certificates of clients; if there are none, clients need no certificate
 */
public record TlsFiles(Path certificate, Path key, List<Path> clientCas) {
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
            cas.add(Pem.bytes(file));
        }
        return new Content(Pem.bytes(certificate), PrivateKeys.read(key), List.copyOf(cas));
    }
}
