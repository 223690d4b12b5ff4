// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import io.flowobserver.flow.entity.Policies;
import io.flowobserver.flow.entity.Policies.Decision;
import io.flowobserver.flow.row.Directions;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The policy entries that are in force at one endpoint. A lookup needs the exact key of an entry and allocates nothing.
 * Immutable after the snapshot is published.
 */
public final class PolicyTable {
    private final List<PolicyEntry> entries;
    private final long revision;
    private final NumberTable<Decided> decided = new NumberTable<>();

    /**
     * Creates a table.
     *
     * @param revision revision of the endpoint's policy, unsigned
     */
    public PolicyTable(List<PolicyEntry> entries, long revision) {
        this.entries = List.copyOf(entries);
        this.revision = revision;
        for (PolicyEntry entry : entries) {
            long key = key(entry.direction(), entry.identity(), entry.protocol(), entry.port());
            decided.put(key, Decided.of(entry, revision));
        }
    }

    /**
     * Returns the policies of an entry, or null if there is no such entry.
     *
     * @param identity identity of the remote side; 0 for any
     * @param protocol IP protocol number; 0 for any
     * @param port destination port or ICMP type; 0 for any
     * @param denied whether the flow was denied
     */
    public @Nullable Policies find(int direction, int identity, int protocol, int port, boolean denied) {
        Decided found = decided.get(key(direction, identity, protocol, port));
        if (found == null) {
            return null;
        }
        return denied ? found.denied : found.allowed;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PolicyTable table && table.revision == revision && table.entries.equals(entries);
    }

    @Override
    public int hashCode() {
        return Objects.hash(entries, revision);
    }

    @Override
    public String toString() {
        return entries + " in revision " + Long.toUnsignedString(revision);
    }

    private static long key(int direction, int identity, int protocol, int port) {
        return (identity & 0xFFFFFFFFL) << 32 | (long) direction << 24 | (long) protocol << 16 | port;
    }

    /** The policies of an entry, in the form for an allowed flow and in the form for a denied flow. */
    private record Decided(Policies allowed, Policies denied) {
        static Decided of(PolicyEntry entry, long revision) {
            boolean egress = entry.direction() == Directions.EGRESS;
            List<Policies.Policy> policies = PolicyLabels.policies(entry.rules(), revision);
            return new Decided(
                    new Policies(egress ? Decision.EGRESS_ALLOWED : Decision.INGRESS_ALLOWED, policies, entry.log()),
                    new Policies(egress ? Decision.EGRESS_DENIED : Decision.INGRESS_DENIED, policies, entry.log()));
        }
    }
}
