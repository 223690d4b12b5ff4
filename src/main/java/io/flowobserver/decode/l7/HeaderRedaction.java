// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import io.flowobserver.flow.entity.HttpRecord.Header;
import io.flowobserver.flow.text.TextOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Replaces the values of HTTP headers that must be hidden. Header names are never hidden. */
final class HeaderRedaction {
    private final boolean enabled;
    private final Set<String> allowed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> denied = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    HeaderRedaction(Redaction redaction) {
        enabled = redaction.enabled();
        allowed.addAll(redaction.headersAllowed());
        denied.addAll(redaction.headersDenied());
    }

    /** Returns one entry per header value, sorted by name. The values of one header keep their order. */
    List<Header> shown(Map<String, List<String>> headers) {
        List<String> names = new ArrayList<>(headers.keySet());
        names.sort(TextOrder.BYTEWISE);
        List<Header> shown = new ArrayList<>(names.size());
        for (String name : names) {
            boolean hidden = hides(name);
            List<String> values = headers.getOrDefault(name, List.of());
            for (int i = 0; i < values.size(); i++) {
                shown.add(new Header(name, hidden ? Redaction.REPLACEMENT : values.get(i)));
            }
        }
        return shown;
    }

    /**
     * An allowed header is shown even if it is also denied. A header in neither list is hidden if there is an allow
     * list, or if there is no list at all.
     */
    private boolean hides(String name) {
        if (!enabled || allowed.contains(name)) {
            return false;
        }
        return denied.contains(name) || !allowed.isEmpty() || denied.isEmpty();
    }
}
