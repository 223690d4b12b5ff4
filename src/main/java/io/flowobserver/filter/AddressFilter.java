// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter;

import io.flowobserver.flow.AddressText;
import io.flowobserver.flow.FlowFlags;
import io.flowobserver.flow.FlowView;
import io.flowobserver.flow.Quoted;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;

/**
 * {@code source_ip}, {@code destination_ip} and {@code source_ip_xlated}: an address, compared as text, or a prefix.
 *
 * <p>Text that is not written as we write addresses equals none; the rest is compared as numbers.
 */
final class AddressFilter {
    private AddressFilter() {}

    static void add(FlowFilter filter, Conjunction.Builder all) throws FilterException {
        if (filter.getSourceIpCount() > 0) {
            AddressBlock[] wanted = blocks(filter.getSourceIpList());
            all.add(
                    Conjunction.Cost.OTHER_LINES,
                    flow -> flow.has(FlowFlags.IP | FlowFlags.SOURCE_ADDRESS)
                            && any(wanted, flow.sourceAddressHigh(), flow.sourceAddressLow()));
        }
        if (filter.getDestinationIpCount() > 0) {
            AddressBlock[] wanted = blocks(filter.getDestinationIpList());
            all.add(
                    Conjunction.Cost.OTHER_LINES,
                    flow -> flow.has(FlowFlags.IP | FlowFlags.DESTINATION_ADDRESS)
                            && any(wanted, flow.destinationAddressHigh(), flow.destinationAddressLow()));
        }
        if (filter.getSourceIpXlatedCount() > 0) {
            AddressBlock[] wanted = blocks(filter.getSourceIpXlatedList());
            all.add(Conjunction.Cost.OTHER_LINES, flow -> translated(wanted, flow));
        }
    }

    private static boolean translated(AddressBlock[] wanted, FlowView flow) {
        return flow.has(FlowFlags.IP | FlowFlags.TRANSLATED_SOURCE)
                && any(wanted, flow.translatedSourceHigh(), flow.translatedSourceLow());
    }

    private static AddressBlock[] blocks(List<String> texts) throws FilterException {
        AddressBlock[] blocks = new AddressBlock[texts.size()];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = block(texts.get(i));
        }
        return blocks;
    }

    private static AddressBlock block(String text) throws FilterException {
        if (text.indexOf('/') >= 0) {
            try {
                return AddressBlock.ofPrefix(text);
            } catch (FilterException invalid) {
                throw invalid.in("invalid IP prefix " + Quoted.of(text) + " in filter");
            }
        }
        try {
            IpAddress address = IpAddress.parse(text);
            boolean canonical = AddressText.of(address.high(), address.low()).equals(text);
            return canonical ? AddressBlock.ofAddress(address) : AddressBlock.NONE;
        } catch (FilterException invalid) {
            throw invalid.in("invalid IP address " + Quoted.of(text) + " in filter");
        }
    }

    private static boolean any(AddressBlock[] wanted, long high, long low) {
        for (AddressBlock block : wanted) {
            if (block.contains(high, low)) {
                return true;
            }
        }
        return false;
    }
}
