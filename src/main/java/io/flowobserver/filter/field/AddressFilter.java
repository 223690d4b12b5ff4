// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.pattern.AddressBlock;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.filter.pattern.IpAddress;
import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.WrittenAddresses;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.flow.text.AddressText;
import io.flowobserver.flow.text.Quoted;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code source_ip}, {@code destination_ip} and {@code source_ip_xlated}: an address or a prefix.
 *
 * <p>An address in canonical form and a prefix are compared as numbers. An address in any other form matches only the
 * same text in an access log.
 */
public final class AddressFilter {

    /**
     * One value of the filter.
     *
     * @param text an address as the filter writes it; null for a prefix
     */
    private record Wanted(@Nullable String text, AddressBlock block) {}

    private AddressFilter() {}

    public static void add(FlowFilter filter, AllOf.Builder all) throws FilterException {
        if (filter.getSourceIpCount() > 0) {
            List<Wanted> wanted = wanted(filter.getSourceIpList());
            Predicate<FlowView> inColumns = flow -> flow.has(FlowFlags.IP | FlowFlags.SOURCE_ADDRESS)
                    && any(
                            wanted,
                            flow.sourceAddressHigh(),
                            flow.sourceAddressLow(),
                            flow.has(FlowFlags.SOURCE_MEANT_AS_IPV6));
            all.add(AllOf.Cost.OTHER_LINES, test(wanted, inColumns, WrittenAddresses::source));
        }
        if (filter.getDestinationIpCount() > 0) {
            List<Wanted> wanted = wanted(filter.getDestinationIpList());
            Predicate<FlowView> inColumns = flow -> flow.has(FlowFlags.IP | FlowFlags.DESTINATION_ADDRESS)
                    && any(
                            wanted,
                            flow.destinationAddressHigh(),
                            flow.destinationAddressLow(),
                            flow.has(FlowFlags.DESTINATION_MEANT_AS_IPV6));
            all.add(AllOf.Cost.OTHER_LINES, test(wanted, inColumns, WrittenAddresses::destination));
        }
        if (filter.getSourceIpXlatedCount() > 0) {
            List<Wanted> wanted = wanted(filter.getSourceIpXlatedList());
            all.add(
                    AllOf.Cost.OTHER_LINES,
                    flow -> flow.has(FlowFlags.IP | FlowFlags.TRANSLATED_SOURCE)
                            && any(wanted, flow.translatedSourceHigh(), flow.translatedSourceLow(), false));
        }
    }

    /** Reads the columns of the row, except for an access log that writes its addresses in another form. */
    private static Predicate<FlowView> test(
            List<Wanted> wanted, Predicate<FlowView> inColumns, Function<WrittenAddresses, String> side) {
        return flow -> {
            Detail detail = flow.eventType() == MessageType.ACCESS_LOG ? flow.detail() : null;
            WrittenAddresses written = detail == null ? null : detail.addresses();
            return written == null ? inColumns.test(flow) : anyWritten(wanted, side.apply(written));
        };
    }

    private static List<Wanted> wanted(List<String> texts) throws FilterException {
        List<Wanted> wanted = new ArrayList<>(texts.size());
        for (String text : texts) {
            wanted.add(text.indexOf('/') < 0 ? address(text) : prefix(text));
        }
        return List.copyOf(wanted);
    }

    private static Wanted prefix(String text) throws FilterException {
        try {
            return new Wanted(null, AddressBlock.ofPrefix(text));
        } catch (FilterException invalid) {
            throw invalid.in("invalid IP prefix " + Quoted.of(text) + " in filter");
        }
    }

    private static Wanted address(String text) throws FilterException {
        try {
            IpAddress address = IpAddress.parse(text);
            boolean canonical = AddressText.of(address.high(), address.low(), !address.ipv4())
                    .equals(text);
            return new Wanted(text, canonical ? AddressBlock.ofAddress(address) : AddressBlock.NONE);
        } catch (FilterException invalid) {
            throw invalid.in("invalid IP address " + Quoted.of(text) + " in filter");
        }
    }

    private static boolean any(List<Wanted> wanted, long high, long low, boolean ipv6) {
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i).block().contains(high, low, ipv6)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyWritten(List<Wanted> wanted, String text) {
        IpAddress address = null;
        try {
            address = IpAddress.parse(text);
        } catch (FilterException noAddress) {
            // The filter can still match the text itself.
        }
        for (Wanted one : wanted) {
            boolean within =
                    one.text() == null && address != null && one.block().contains(address);
            if (within || text.equals(one.text())) {
                return true;
            }
        }
        return false;
    }
}
