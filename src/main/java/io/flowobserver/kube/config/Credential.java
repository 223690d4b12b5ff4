// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.config;

import org.jspecify.annotations.Nullable;

/**
 * What a client shows of itself.
 *
 * @param token for the Authorization header; empty if there is none
 * @param identity for TLS; null if there is none
 */
public record Credential(String token, @Nullable Identity identity) {
    /** Nothing. */
    public static final Credential NONE = new Credential("", null);

    /** A client certificate, its chain, and its key. */
    public record Identity(PemSource certificates, PemSource key) {}

    /** Does not show the token. */
    @Override
    public String toString() {
        return "Credential[token=" + (token.isEmpty() ? "none" : "(hidden)") + ", identity=" + identity + "]";
    }
}
