// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import org.jspecify.annotations.Nullable;

/** Is told what happens to objects, in order, by the thread of one {@link Reflector}. */
public interface ResourceListener<T> {
    /**
     * An object is new, or something that is kept of it changed.
     *
     * @param before what it was; null if it is new
     */
    void changed(@Nullable T before, T now);

    /** An object is gone. */
    void deleted(T last);

    /** Those objects that were asked for first are all known. Comes once at most, before {@link #synced}. */
    default void firstSynced() {}

    /** All objects are known, as of a moment ago. Comes again after each list, which an outage may need. */
    void synced();
}
