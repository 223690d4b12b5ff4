// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import io.flowobserver.event.agent.AccessLog;

/** Shows URLs without what is to be hidden. */
final class UrlRedaction {
    private final boolean hidesPasswords;
    private final boolean hidesQueries;

    /** Whether passwords are hidden does not depend on whether redaction is on, unlike the rest. */
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

    /** As the record has it. Text without the parts to go with it is not shown: nobody could say what to hide of it. */
    private static String written(AccessLog.Url url) {
        return url.text() == null || UrlText.isEmpty(url) ? UrlText.of(url) : url.text();
    }
}
