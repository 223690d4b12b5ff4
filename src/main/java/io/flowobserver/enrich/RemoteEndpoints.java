// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import io.flowobserver.enrich.snapshot.AddressOwner;
import io.flowobserver.enrich.snapshot.NumberTable;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.flow.entity.Endpoint;
import java.util.List;

/**
 * Attributes of remote peers for which the datapath reports another identity than the inventory. If the peer has no
 * pod, the snapshot has the attributes. If it has a pod, the attributes are created once and are cached until the
 * snapshot changes or the cache is full. Only the ingest thread uses this class.
 */
final class RemoteEndpoints {
    /** Maximum number of cached endpoints. */
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
