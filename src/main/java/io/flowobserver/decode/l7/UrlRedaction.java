// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import io.flowobserver.event.agent.AccessLog;

/** Formats URLs without the parts to hide. */
final class UrlRedaction {
    private final boolean hidesPasswords;
    private final boolean hidesQueries;

    /** Passwords are hidden even if redaction is off. Queries are hidden only if it is on. */
    UrlRedaction(Redaction redaction) {
        hidesPasswords = redaction.userInfo();
        hidesQueries = redaction.enabled() && redaction.urlQuery();
    }

    String text(AccessLog.Url url) {
        AccessLog.User user = url.user();
        boolean password = hidesPasswords && user != null && user.password() != null;
        boolean query =
                hidesQueries && !(url.rawQuery().isEmpty() && url.fragment().isEmpty());
        if (!password && !query) {
            return written(url);
        }
        return UrlText.of(new AccessLog.Url(
                null,
                url.scheme(),
                url.opaque(),
                password ? new AccessLog.User(user.name(), Redaction.REPLACEMENT) : user,
                url.host(),
                url.path(),
                url.rawPath(),
                url.omitHost(),
                url.forceQuery(),
                query ? "" : url.rawQuery(),
                query ? "" : url.fragment(),
                url.rawFragment()));
    }

    /**
     * Returns the URL text of the record. A text without URL parts is not shown, because the parts to hide are unknown.
     */
    private static String written(AccessLog.Url url) {
        return url.text() == null || UrlText.isEmpty(url) ? UrlText.of(url) : url.text();
    }
}
