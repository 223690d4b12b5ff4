// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.config;

import io.flowobserver.file.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A token or a client certificate that somebody else keeps. The file of a token is read for each request, of which there
 * are few: kubelet replaces it long before it expires.
 */
final class StoredLogin implements Login {
    private static final long MAX_BYTES = 1 << 16;

    private final @Nullable Path tokenFile;
    private final Credential stored;

    /**
     * @param tokenFile null if there is none
     * @param stored what is shown if there is no such file; its token also if the file cannot be read
     */
    StoredLogin(@Nullable Path tokenFile, Credential stored) {
        this.tokenFile = tokenFile;
        this.stored = stored;
    }

    @Override
    public Credential credential() throws IOException {
        if (tokenFile == null) {
            return stored;
        }
        try (InputStream in = RegularFile.open(tokenFile, MAX_BYTES)) {
            String token = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!isToken(token)) {
                throw new AccessException(tokenFile + ": is not a token; it must be one line of printable characters");
            }
            return new Credential(token, stored.identity());
        } catch (IOException e) {
            if (stored.token().isEmpty()) {
                throw e;
            }
            return stored;
        }
    }

    @Override
    public boolean rejected(Credential used) {
        // It may have been replaced since it was read.
        return tokenFile != null;
    }

    /** Whether a text can be sent in a header. */
    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
