// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import io.flowobserver.enrich.snapshot.PolicyTable;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import java.util.List;
import java.util.Objects;

/** Rows as a decoder leaves them. */
public final class Rows {
    public static final Node NODE = new Node("node", List.of(), new Node.Emitter("observer", "1"));
    /** Of an endpoint whose policies are not known. */
    public static final PolicyTable NO_POLICIES = new PolicyTable(List.of(), 0);

    static final int TRACE = 4;

    private Rows() {}

    public static Prefix address(String text) {
        return Objects.requireNonNull(PrefixParser.parseAddress(text));
    }

    /** A trace event without a hint. */
    static FlowWriter trace(String source, String destination) {
        FlowWriter row = new FlowWriter();
        row.eventType(TRACE);
        row.addFlags(FlowFlags.IP | FlowFlags.SOURCE_ADDRESS | FlowFlags.DESTINATION_ADDRESS);
        row.sourceAddress(address(source).high(), address(source).low());
        row.destinationAddress(address(destination).high(), address(destination).low());
        return row;
    }
}
