// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.filter.Filters;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.WrittenAddresses;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.text.AddressText;
import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressFilterTest {
    private final FlowWriter row = new FlowWriter();

    @ParameterizedTest
    @CsvSource({
        "2001:db8::7, 2001:db8::7, true",
        "2001:db8::7, 2001:DB8::7, false",
        "2001:db8::7, 2001:db8::/32, true",
        "10.0.0.1, 10.0.0.0/8, true",
        "10.0.0.1, ::/0, false",
        "10.0.0.1, ::ffff:10.0.0.1, false",
        "10.0.0.1, ::ffff:10.0.0.1/128, false",
    })
    void test_packet_comparesColumns(String address, String asked, boolean matches) throws Exception {
        column(address);
        assertThat(test(asked)).isEqualTo(matches);
    }

    /** An address of a socket or before translation may be of this form, and its text shows it. */
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, false",
        "10.0.0.0/24, false",
        "0.0.0.0/0, false",
        "::ffff:10.0.0.1, true",
        "::ffff:a00:1, false",
        "::ffff:10.0.0.2, false",
        "::ffff:10.0.0.0/120, true",
        "::/0, true",
        "2001:db8::/32, false",
    })
    void test_mappedAddressMeantAsIpv6_isNoIpv4Address(String asked, boolean matches) throws Exception {
        column("10.0.0.1");
        row.destinationAddress(0, AddressText.ipv4(0x0a000001));
        row.addFlags(
                FlowFlags.DESTINATION_ADDRESS | FlowFlags.SOURCE_MEANT_AS_IPV6 | FlowFlags.DESTINATION_MEANT_AS_IPV6);
        assertThat(test(asked)).isEqualTo(matches);
        assertThat(test(FlowFilter.newBuilder().addDestinationIp(asked))).isEqualTo(matches);
        String equal = "_flow.IP.source == '" + asked + "'";
        assertThat(test(FlowFilter.newBuilder()
                        .setExperimental(FlowFilter.Experimental.newBuilder().addCelExpression(equal))))
                .isEqualTo(matches && asked.indexOf('/') < 0);
    }

    /** Here the text counts, exactly for an address and by its value for a prefix; mapped notation is IPv6. */
    @ParameterizedTest
    @CsvSource({
        "2001:DB8::7, 2001:DB8::7, true",
        "2001:DB8::7, 2001:db8::7, false",
        "2001:DB8::7, 2001:db8::/32, true",
        "2001:DB8::7, 2001:db9::/32, false",
        "2001:DB8::7, 0.0.0.0/0, false",
        "::ffff:10.0.0.1, ::ffff:10.0.0.1, true",
        "::ffff:10.0.0.1, 10.0.0.1, false",
        "::ffff:10.0.0.1, 10.0.0.0/8, false",
        "::ffff:10.0.0.1, ::/0, true",
        "::ffff:10.0.0.1, ::ffff:10.0.0.0/104, true",
        "fe80::1%eth0, fe80::1%eth0, true",
        "fe80::1%eth0, fe80::/10, false",
        "garbage, 0.0.0.0/0, false",
    })
    void test_accessLog_comparesWhatWasWritten(String written, String asked, boolean matches) throws Exception {
        Prefix address = PrefixParser.parseAddress(written);
        if (address != null && !address.isIpv4()) {
            column(written);
        }
        row.addFlags(FlowFlags.IP);
        row.eventType(129);
        row.detail(new Detail(null, null, new byte[0], new byte[0], new WrittenAddresses(written, written)));
        assertThat(test(asked)).isEqualTo(matches);
        assertThat(test(FlowFilter.newBuilder().addDestinationIp(asked))).isEqualTo(matches);
    }

    private void column(String text) {
        Prefix address = Objects.requireNonNull(PrefixParser.parseAddress(text));
        row.addFlags(FlowFlags.IP | FlowFlags.SOURCE_ADDRESS);
        row.sourceAddress(address.high(), address.low());
    }

    private boolean test(String asked) throws FilterException {
        return test(FlowFilter.newBuilder().addSourceIp(asked));
    }

    private boolean test(FlowFilter.Builder filter) throws FilterException {
        return new Filters(new FlowUuid())
                .compile(List.of(filter.build()), List.of())
                .test(row.view());
    }
}
