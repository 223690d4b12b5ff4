// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.row;

/**
 * Offsets of the columns of a flow in its row.
 *
 * <p>A row is 256 bytes: four cache lines, sorted by use. The first has the columns that filters and metrics read most,
 * the second the addresses, the third the other columns, and the fourth the outer headers of a tunnel. All integers are
 * little-endian, and unsigned unless documented otherwise. An address is two longs: the first and the last eight bytes,
 * each read in network byte order. An IPv4 address is stored as {@code ::ffff:a.b.c.d}.
 *
 * <pre>
 *        0               8               16  17  18  19  20              24  25  26  27  28
 *   0   | sequence      | time          |typ|evt|sub|ver| flags         |dir|obs|rea|ipv| l4 (16 bytes) ...
 *        44              48              52              56              60
 *   0   | drop reason   | src identity  | dst identity  | src endpoint  | dst endpoint  |
 *  64   | source address (16)           | destination address (16)      | translated source (16)        | ...
 * 128   | source MAC    | destination MAC | trace option, file, capture point, socket, policy, aggregate ...
 * 192   | tunnel: protocol, version, VNI, l4 (16), source address (16), destination address (16)
 * </pre>
 *
 * <p>The counts of packets and bytes, which only events of our own programs have, share the places of columns that only
 * events of Cilium have: {@link #TRANSLATED_SOURCE} (16 bytes), {@link #FILE_LINE} to {@link #CGROUP_ID} (20),
 * {@link #AGGREGATE_INGRESS} to the end of the third line (16), and the two bytes after each MAC address.
 * {@link FlowFlags#COUNTS} tells which of the two a row has. These 56 bytes are in lines that are written for every
 * flow, so they cost neither memory nor time. A fifth line would take 64 bytes more for each flow, a fifth of the ring's
 * memory.
 *
 * <pre>
 *  96   | bytes         | total packets |
 * 134   | TCP flags so far, of both directions (2) |
 * 142   | state (2)     |
 * 148   | packets (4)   | total bytes   | reverse packets |
 * 176   | reverse bytes | age           |
 * </pre>
 */
public final class FlowLayout {
    /** Size of a row in bytes. */
    static final int ROW_SIZE = 256;

    /** Offset of the sequence, the first word of the row. */
    public static final int SEQUENCE = 0;

    static final int TIME = SEQUENCE + Long.BYTES;
    static final int FLOW_TYPE = TIME + Long.BYTES;
    static final int EVENT_TYPE = FLOW_TYPE + 1;
    static final int EVENT_SUB_TYPE = EVENT_TYPE + 1;
    static final int VERDICT = EVENT_SUB_TYPE + 1;
    static final int FLAGS = VERDICT + 1;
    static final int DIRECTION = FLAGS + Integer.BYTES;
    static final int OBSERVATION_POINT = DIRECTION + 1;
    static final int TRACE_REASON = OBSERVATION_POINT + 1;
    static final int IP_VERSION = TRACE_REASON + 1;
    /** Offset of the {@link L4Columns} of the inner packet. */
    public static final int L4 = IP_VERSION + 1;

    static final int DROP_REASON = L4 + L4Columns.SIZE;
    static final int SOURCE_IDENTITY = DROP_REASON + Integer.BYTES;
    static final int DESTINATION_IDENTITY = SOURCE_IDENTITY + Integer.BYTES;
    static final int SOURCE_ENDPOINT_ID = DESTINATION_IDENTITY + Integer.BYTES;
    static final int DESTINATION_ENDPOINT_ID = SOURCE_ENDPOINT_ID + Integer.BYTES;

    static final int SOURCE_ADDRESS = 64;
    static final int DESTINATION_ADDRESS = SOURCE_ADDRESS + 16;
    static final int TRANSLATED_SOURCE = DESTINATION_ADDRESS + 16;
    static final int INTERFACE_INDEX = TRANSLATED_SOURCE + 16;
    static final int PROXY_PORT = INTERFACE_INDEX + Integer.BYTES;
    static final int IP_TRACE_ID = PROXY_PORT + Integer.BYTES;

    static final int SOURCE_MAC = 128;
    static final int DESTINATION_MAC = SOURCE_MAC + Long.BYTES;
    static final int IP_OPTION_TYPE = DESTINATION_MAC + Long.BYTES;
    static final int FILE_LINE = IP_OPTION_TYPE + Integer.BYTES;
    static final int FILE_ID = FILE_LINE + Short.BYTES;
    static final int CAPTURE_POINT = FILE_ID + 1;
    static final int SOCKET_COOKIE = CAPTURE_POINT + 1;
    static final int CGROUP_ID = SOCKET_COOKIE + Long.BYTES;
    static final int TRANSLATION_POINT = CGROUP_ID + Long.BYTES;
    static final int POLICY_MATCH_TYPE = TRANSLATION_POINT + 1;
    static final int AUTH_TYPE = POLICY_MATCH_TYPE + 1;
    static final int SUMMARY = AUTH_TYPE + 1;
    static final int EMITTING_ENDPOINT_ID = SUMMARY + 1;
    static final int AGGREGATE_INGRESS = EMITTING_ENDPOINT_ID + Integer.BYTES;
    static final int AGGREGATE_EGRESS = AGGREGATE_INGRESS + Integer.BYTES;
    static final int AGGREGATE_UNKNOWN = AGGREGATE_EGRESS + Integer.BYTES;

    /** Length of a MAC address, whose column has two bytes more. */
    private static final int MAC = 6;

    static final int BYTES = TRANSLATED_SOURCE;
    static final int TOTAL_PACKETS = BYTES + Long.BYTES;
    static final int CONNECTION_TCP_FLAGS = SOURCE_MAC + MAC;
    static final int REVERSE_TCP_FLAGS = CONNECTION_TCP_FLAGS + 1;
    static final int COUNT_STATE = DESTINATION_MAC + MAC;
    static final int PACKETS = FILE_LINE;
    static final int TOTAL_BYTES = SOCKET_COOKIE;
    static final int REVERSE_PACKETS = CGROUP_ID;
    static final int REVERSE_BYTES = AGGREGATE_INGRESS;
    static final int CONNECTION_AGE = REVERSE_BYTES + Long.BYTES;

    static final int TUNNEL_PROTOCOL = 192;
    static final int TUNNEL_IP_VERSION = TUNNEL_PROTOCOL + 1;
    static final int TUNNEL_VNI = 196;
    /** Offset of the {@link L4Columns} of the outer packet. */
    public static final int TUNNEL_L4 = TUNNEL_VNI + Integer.BYTES;

    static final int TUNNEL_SOURCE_ADDRESS = TUNNEL_L4 + L4Columns.SIZE;
    static final int TUNNEL_DESTINATION_ADDRESS = TUNNEL_SOURCE_ADDRESS + 16;

    /** Number of references that are stored with each row. */
    static final int REFERENCES = 10;

    static final int SOURCE_REFERENCE = 0;
    static final int DESTINATION_REFERENCE = 1;
    static final int SOURCE_NAMES_REFERENCE = 2;
    static final int DESTINATION_NAMES_REFERENCE = 3;
    static final int SOURCE_SERVICE_REFERENCE = 4;
    static final int DESTINATION_SERVICE_REFERENCE = 5;
    static final int POLICIES_REFERENCE = 6;
    static final int DETAIL_REFERENCE = 7;
    static final int INTERFACE_REFERENCE = 8;
    static final int NODE_REFERENCE = 9;

    /**
     * Offsets of the transport header columns within their group. A row has two groups: one for the inner and one for
     * the outer packet.
     */
    public static final class L4Columns {
        public static final int PROTOCOL = 0;
        public static final int TYPE = PROTOCOL + 1;
        public static final int CODE = TYPE + 1;
        public static final int PRIORITY = CODE + 1;
        public static final int SOURCE_PORT = PRIORITY + 1;
        public static final int DESTINATION_PORT = SOURCE_PORT + Short.BYTES;
        public static final int TCP_FLAGS = DESTINATION_PORT + Short.BYTES;
        public static final int GROUP_ADDRESS = TCP_FLAGS + Integer.BYTES;
        static final int SIZE = GROUP_ADDRESS + Integer.BYTES;

        private L4Columns() {}
    }

    private FlowLayout() {}
}
