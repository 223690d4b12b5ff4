// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the API server is, whom to trust, and how to log in.
 *
 * @param origin what says so, for messages: {@code the pod's service account}, or a file and a context
 * @param server the URL; its path is a prefix of all paths, without a slash at its end
 * @param login what to show
 */
public record ClusterAccess(String origin, URI server, Trust trust, Login login) {
    /**
     * Whom to trust, and by which way.
     *
     * @param cas the CAs that may sign the server's certificate; null for those of the Java runtime
     * @param insecure whether to accept any certificate
     * @param proxy an HTTP proxy; null if there is none
     */
    public record Trust(@Nullable PemSource cas, boolean insecure, @Nullable URI proxy) {}
}
