// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

/** Why a sample did not become a flow or another event. */
public enum Malformed {
    /** No bytes at all. */
    EMPTY("empty"),
    /** Shorter than the event's own header. */
    TOO_SHORT("too-short"),
    /** A header version newer than any known. */
    UNKNOWN_VERSION("unknown-version"),
    /** A first byte that stands for no event known to this version: nothing needs to be wrong with it. */
    UNKNOWN_TYPE("unknown-type"),
    ETHERNET("ethernet"),
    IPV4("ipv4"),
    IPV6("ipv6"),
    TCP("tcp"),
    UDP("udp"),
    SCTP("sctp"),
    ICMP("icmp"),
    ICMPV6("icmpv6"),
    VRRP("vrrp"),
    IGMP("igmp"),
    VXLAN("vxlan"),
    GENEVE("geneve"),
    /** A record in JSON that is longer than {@link JsonRecordReader#MAX_LENGTH}. */
    TOO_LONG("too-long"),
    /** An access-log record that cannot be read, or that has impossible values. */
    ACCESS_LOG("access-log"),
    /** A notification of the agent that cannot be read. */
    AGENT("agent"),
    /** A note of lost events that cannot be read. */
    LOSS_NOTE("loss-note"),
    /** A flaw in a decoder: it tried to read outside the sample. */
    INTERNAL("internal");

    private final String reason;

    Malformed(String reason) {
        this.reason = reason;
    }

    /** The stable name in metrics and logs. */
    public String reason() {
        return reason;
    }
}
