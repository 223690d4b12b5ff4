// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stores a value for each request id until the response arrives. The number of ids and their total length are limited.
 * If a limit is exceeded, the oldest entries are removed. Not thread-safe.
 */
final class RequestMemory<V> {
    /** Maximum number of requests, the same as in Hubble. */
    static final int CAPACITY = 10_000;
    /** Maximum total length of the ids, in chars. This is much more than {@link #CAPACITY} UUIDs need. */
    static final int MOST_CHARS = 1 << 20;

    private final Map<String, V> values = new LinkedHashMap<>();
    private int chars;

    /** Stores a value. It replaces an earlier value with the same id. */
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

    /** Removes and returns the value of a request; null if there is none. */
    @Nullable
    V take(String id) {
        V value = values.remove(id);
        if (value != null) {
            chars -= id.length();
        }
        return value;
    }
}
