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
 * The policy entries that are in force at one endpoint. A lookup allocates nothing. Immutable after the snapshot is
 * published.
 */
public final class PolicyTable {
    private static final int ANY_IDENTITY = 0;
    private static final int ANY_PROTOCOL = 0;

    private final List<PolicyEntry> entries;
    private final long revision;
    private final NumberTable<Decided> decided = new NumberTable<>();
    /** Bit n is set if an entry with a protocol has a port prefix of n bits. */
    private int portPrefixes;

    /**
     * Creates a table.
     *
     * @param revision revision of the endpoint's policy, unsigned
     */
    public PolicyTable(List<PolicyEntry> entries, long revision) {
        this.entries = List.copyOf(entries);
        this.revision = revision;
        for (PolicyEntry entry : entries) {
            decided.put(entry.key().packed(), new Decided(entry, revision));
            portPrefixes |= 1 << entry.key().portPrefix();
        }
    }

    /**
     * Returns the policies of the entry with exactly this key, or null if there is no such entry. This is how Cilium
     * looked entries up before 1.20: it does not find entries for a range of ports.
     *
     * @param identity identity of the remote side; 0 for any
     * @param protocol IP protocol number; 0 for any
     * @param port destination port or ICMP type; 0 for any
     * @param denied whether the flow was denied
     */
    public @Nullable Policies find(int direction, int identity, int protocol, int port, boolean denied) {
        int portPrefix = port == 0 ? 0 : PolicyKey.PORT_BITS;
        Decided found = decided.get(PolicyKey.packed(direction, identity, protocol, port, portPrefix));
        return found == null ? null : found.policies(denied);
    }

    /**
     * Returns the policies of the entry that decides about a packet, or null if no entry covers it. This is how Cilium
     * looks entries up from 1.20 on: of the entries for the identity, and of those for any identity, it takes the one
     * with the most specific protocol and port, and then one of these two.
     *
     * @param identity identity of the remote side
     * @param protocol IP protocol number of the packet
     * @param port destination port or ICMP type of the packet
     * @param denied whether the flow was denied or audited
     */
    public @Nullable Policies covering(int direction, int identity, int protocol, int port, boolean denied) {
        Decided own = mostSpecific(direction, identity, protocol, port);
        Decided any = mostSpecific(direction, ANY_IDENTITY, protocol, port);
        Decided deciding = own == null ? any : any == null ? own : deciding(own, any);
        return deciding == null ? null : deciding.policies(denied);
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

    private @Nullable Decided mostSpecific(int direction, int identity, int protocol, int port) {
        for (int prefix = PolicyKey.PORT_BITS; prefix >= 0; prefix--) {
            if ((portPrefixes & 1 << prefix) != 0) {
                Decided found = decided.get(PolicyKey.packed(direction, identity, protocol, port, prefix));
                if (found != null) {
                    return found;
                }
            }
        }
        return decided.get(PolicyKey.packed(direction, identity, ANY_PROTOCOL, 0, 0));
    }

    /**
     * An entry that denies is preferred. Of two that allow, the one for the identity is preferred, unless it is the
     * more specific one: Cilium 1.21 does this, although the opposite seems to be meant.
     */
    private static Decided deciding(Decided own, Decided any) {
        if (own.deny || any.deny) {
            return own.deny ? own : any;
        }
        return own.specificity > any.specificity ? any : own;
    }

    /** The policies of an entry, in the form for an allowed flow and in the form for a denied flow. */
    private static final class Decided {
        private final boolean deny;
        private final int specificity;
        private final Policies allowed;
        private final Policies denied;

        Decided(PolicyEntry entry, long revision) {
            boolean egress = entry.key().direction() == Directions.EGRESS;
            List<Policies.Policy> policies = PolicyLabels.policies(entry.rules(), revision);
            deny = entry.deny();
            specificity = (entry.key().protocol() == ANY_PROTOCOL ? 0 : 1)
                    + entry.key().portPrefix();
            allowed = new Policies(egress ? Decision.EGRESS_ALLOWED : Decision.INGRESS_ALLOWED, policies, entry.log());
            denied = new Policies(egress ? Decision.EGRESS_DENIED : Decision.INGRESS_DENIED, policies, entry.log());
        }

        Policies policies(boolean ofDeniedFlow) {
            return ofDeniedFlow ? denied : allowed;
        }
    }
}
