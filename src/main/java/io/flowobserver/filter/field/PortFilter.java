// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.filter.predicate.FlowSide;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.text.Quoted;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.BitSet;
import java.util.List;

/** {@code source_port} and {@code destination_port}. Flows of protocols without ports do not match. */
public final class PortFilter {
    private static final int MAX_DIGITS = 20;
    private static final int MAX_PORT = 0xFFFF;

    private PortFilter() {}

    public static void add(FlowFilter filter, AllOf.Builder all) throws FilterException {
        add(FlowSide.SOURCE, filter.getSourcePortList(), all);
        add(FlowSide.DESTINATION, filter.getDestinationPortList(), all);
    }

    private static void add(FlowSide side, List<String> ports, AllOf.Builder all) throws FilterException {
        if (ports.isEmpty()) {
            return;
        }
        BitSet wanted = new BitSet();
        for (String port : ports) {
            wanted.set(parse(side, port));
        }
        all.add(AllOf.Cost.FIRST_LINE, flow -> L4Protocol.hasPorts(flow.l4Protocol()) && wanted.get(side.port(flow)));
    }

    private static int parse(FlowSide side, String text) throws FilterException {
        boolean decimal = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!decimal) {
            throw invalid(side, text, "invalid syntax");
        }
        String digits = text.replaceFirst("^0+(?=.)", "");
        long port = digits.length() >= MAX_DIGITS - 1 ? Long.MAX_VALUE : Long.parseLong(digits);
        if (port > MAX_PORT) {
            throw invalid(side, text, "value out of range");
        }
        return (int) port;
    }

    private static FilterException invalid(FlowSide side, String text, String reason) {
        String quoted = Quoted.of(text);
        return FilterException.invalid("invalid " + side + " port filter: invalid port " + quoted
                + ": strconv.ParseUint: parsing " + quoted + ": " + reason);
    }
}
