// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

/** Reasons why a sample could not be decoded. */
public enum Malformed {
    /** The sample has no bytes. */
    EMPTY("empty"),
    /** The sample is shorter than the header of its event. */
    TOO_SHORT("too-short"),
    /** The header version is newer than all known versions. */
    UNKNOWN_VERSION("unknown-version"),
    /** This version does not know the event type in the first byte. The sample itself may be valid. */
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
    /** A JSON record that is longer than {@link JsonRecordReader#MAX_LENGTH}. */
    TOO_LONG("too-long"),
    /** An access log record that cannot be parsed or has impossible values. */
    ACCESS_LOG("access-log"),
    /** An agent notification that cannot be parsed. */
    AGENT("agent"),
    /** A record of lost events that cannot be parsed. */
    LOSS_NOTE("loss-note"),
    /** The sample caused an exception, which is a bug of this program. */
    INTERNAL("internal");

    private final String reason;

    Malformed(String reason) {
        this.reason = reason;
    }

    /** Returns the stable name of the reason in metrics and logs. */
    public String reason() {
        return reason;
    }
}
