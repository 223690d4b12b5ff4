// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.text.Prefix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who has an address that the inventory does not list: this node, the world outside, or nobody that is known. Immutable
 * after the constructor; look-ups allocate nothing.
 */
final class Unlisted {
    private static final int HOST = 1;
    private static final int WORLD = 2;

    private static final Endpoint BARE_HOST = reserved("reserved:host");
    private static final Endpoint BARE_WORLD = reserved("reserved:world");

    private final ClusterRanges ranges;
    private final AddressOwner unknown;
    private final AddressOwner world;
    private final AddressTable<AddressOwner> own = new AddressTable<>();

    /** @param identities with their labels; the two that are needed here are known without them, too */
    Unlisted(ClusterRanges ranges, NumberTable<Endpoint> identities) {
        this.ranges = ranges;
        this.unknown = AddressOwner.range(0, named(identities, 0, Endpoint.UNKNOWN));
        this.world = AddressOwner.range(WORLD, named(identities, WORLD, BARE_WORLD));
    }

    /** @param listed what the inventory tells of some addresses without saying who has them, such as a service */
    Unlisted(
            ClusterRanges ranges,
            NumberTable<Endpoint> identities,
            NodeAddresses node,
            AddressTable<AddressOwner> listed) {
        this(ranges.and(node.workloads()), identities);
        Endpoint host = named(identities, HOST, BARE_HOST);
        for (Prefix address : node.own()) {
            AddressOwner known = listed.get(address.high(), address.low());
            int index = known == null ? -1 : known.index();
            int traits = known == null ? 0 : known.traits();
            own.put(address.high(), address.low(), new AddressOwner(index, 0, HOST, host, host, PodName.NONE, traits));
        }
    }

    /** Returns the node, if it has the address. */
    @Nullable
    AddressOwner own(long high, long low) {
        return own.get(high, low);
    }

    /** Returns the owner of an address that is in no range of the inventory, and not the node's own. */
    AddressOwner elsewhere(long high, long low) {
        return ranges.isOutside(high, low) ? world : unknown;
    }

    AddressOwner unknown() {
        return unknown;
    }

    private static Endpoint named(NumberTable<Endpoint> identities, int identity, Endpoint otherwise) {
        Endpoint named = identities.get(identity);
        return named == null ? otherwise : named;
    }

    private static Endpoint reserved(String label) {
        return new Endpoint(PodName.NONE, "", List.of(label), List.of());
    }
}
