// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import io.flowobserver.enrich.snapshot.AddressOwner;
import io.flowobserver.enrich.snapshot.NumberTable;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.flow.entity.Endpoint;
import java.util.List;

/**
 * What remote peers show when the datapath gives another identity than the one on record. Those without a pod are in
 * the snapshot; those with one are made when first seen and kept until the snapshot changes or there are too many. One
 * thread uses it.
 */
final class RemoteEndpoints {
    /** How many are kept at most. */
    static final int CAPACITY = 4096;

    private final NumberTable<Endpoint> cache = new NumberTable<>();

    Endpoint get(Snapshot snapshot, AddressOwner peer, int identity) {
        Endpoint bare = snapshot.identity(identity);
        if (!peer.has(AddressOwner.HAS_POD)) {
            return bare;
        }
        long key = (long) peer.index() << 32 | (identity & 0xFFFFFFFFL);
        Endpoint cached = cache.get(key);
        return cached == null ? make(key, peer, bare) : cached;
    }

    void clear() {
        if (cache.size() > 0) {
            cache.clear();
        }
    }

    private Endpoint make(long key, AddressOwner peer, Endpoint bare) {
        if (cache.size() == CAPACITY) {
            cache.clear();
        }
        Endpoint made = new Endpoint(peer.pod(), bare.clusterName(), bare.labels(), List.of());
        cache.put(key, made);
        return made;
    }
}
