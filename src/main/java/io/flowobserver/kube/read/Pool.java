// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.read;

import org.jspecify.annotations.Nullable;

/**
 * Gives equal values the same instance, if one was seen lately. It has a fixed number of places, two for each hash, so
 * names that come and go for months do not fill it: a value that lost its place is only held twice. Not thread-safe.
 */
final class Pool<T> {
    private final @Nullable Object[] places;

    /** @param size number of places, a power of two */
    Pool(int size) {
        places = new @Nullable Object[size];
    }

    @SuppressWarnings("unchecked") // what equals a T here was put in as one
    T shared(T value) {
        int hash = value.hashCode() * 0x9E3779B9;
        int first = (hash >>> 8) & (places.length - 2);
        Object one = places[first];
        if (value.equals(one)) {
            return (T) one;
        }
        Object two = places[first + 1];
        if (value.equals(two)) {
            return (T) two;
        }
        places[first + 1] = one;
        places[first] = value;
        return value;
    }
}
