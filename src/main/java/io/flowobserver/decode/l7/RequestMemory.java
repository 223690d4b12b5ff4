// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of requests until their responses come, by request id. Bounded in number and in the length of all
 * ids together; who comes when it is full displaces the oldest. One thread uses it.
 */
final class RequestMemory<V> {
    /** As many as the reference remembers. */
    static final int CAPACITY = 10_000;
    /** Far more than {@link #CAPACITY} ids of the usual kind (UUIDs) take. */
    static final int MOST_CHARS = 1 << 20;

    private final Map<String, V> values = new LinkedHashMap<>();
    private int chars;

    /** Remembers a request, the latest of those with its id. */
    void put(String id, V value) {
        take(id);
        values.put(id, value);
        chars += id.length();
        Iterator<String> oldest = values.keySet().iterator();
        while (values.size() > CAPACITY || chars > MOST_CHARS) {
            chars -= oldest.next().length();
            oldest.remove();
        }
    }

    /** Forgets a request; null if it was not remembered. */
    @Nullable
    V take(String id) {
        V value = values.remove(id);
        if (value != null) {
            chars -= id.length();
        }
        return value;
    }
}
