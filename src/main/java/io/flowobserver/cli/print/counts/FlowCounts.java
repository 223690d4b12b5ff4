// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print.counts;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.flowobserver.proto.flow.Flow;
import java.util.Map;

/**
 * The counts in the {@code extensions} of a flow. A server may have put anything there, or nothing: what has another
 * type than expected counts as missing. Immutable.
 */
public final class FlowCounts {
    private static final FlowCounts NONE = new FlowCounts(Map.of());

    private final Map<String, Value> entries;

    private FlowCounts(Map<String, Value> entries) {
        this.entries = entries;
    }

    /** Reads the counts of a flow. */
    public static FlowCounts of(Flow flow) {
        if (!flow.hasExtensions() || !flow.getExtensions().is(Struct.class)) {
            return NONE;
        }
        try {
            return new FlowCounts(flow.getExtensions().unpack(Struct.class).getFieldsMap());
        } catch (InvalidProtocolBufferException damaged) {
            return NONE;
        }
    }

    /** Returns whether packets and bytes are known. */
    public boolean isKnown() {
        return hasNumber("packets") && hasNumber("bytes");
    }

    /** Returns whether the totals of the connection are known. */
    boolean isTracked() {
        return hasNumber("total_packets") && hasNumber("reverse_packets");
    }

    /** Returns whether a sum over several points of a node has this flow in it. */
    public boolean isInNodeSums() {
        return entries.getOrDefault("in_node_sums", Value.getDefaultInstance()).getBoolValue();
    }

    /** Returns whether no packet is the cause of the flow: it tells later what was counted. */
    boolean isSwept() {
        return text("told_by").equals("sweep");
    }

    /** Returns the packets that the flow tells of, or 0. */
    public long packets() {
        return count("packets");
    }

    /** Returns the bytes of {@link #packets()}, or 0. */
    public long bytes() {
        return count("bytes");
    }

    /** Returns a number of packets or bytes, which is at least 0; 0 if there is none. */
    long count(String key) {
        return Math.max(0, (long) number(key));
    }

    /** Returns a number, as the server wrote it; 0 if there is none. */
    double number(String key) {
        return entries.getOrDefault(key, Value.getDefaultInstance()).getNumberValue();
    }

    /** Returns a text, as the server wrote it; empty if there is none. */
    String text(String key) {
        return entries.getOrDefault(key, Value.getDefaultInstance()).getStringValue();
    }

    private boolean hasNumber(String key) {
        return entries.getOrDefault(key, Value.getDefaultInstance()).hasNumberValue();
    }
}
