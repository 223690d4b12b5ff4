// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import org.jspecify.annotations.Nullable;

/**
 * The target of a request (RFC 9112, section 3.2): a path, as almost all clients send it, or a whole URL, as clients of
 * a proxy send it.
 *
 * @param authority host and port of the URL; null if the target is not a URL of HTTP
 * @param path path and query
 */
record RequestTarget(@Nullable String authority, String path) {
    static RequestTarget of(String target) {
        int start = hasScheme(target, "http://") ? 7 : hasScheme(target, "https://") ? 8 : 0;
        if (start == 0) {
            return new RequestTarget(null, target);
        }
        int end = start;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        String path = target.substring(end);
        return new RequestTarget(target.substring(start, end), path.startsWith("/") ? path : "/" + path);
    }

    private static boolean hasScheme(String target, String scheme) {
        return target.regionMatches(true, 0, scheme, 0, scheme.length());
    }
}
