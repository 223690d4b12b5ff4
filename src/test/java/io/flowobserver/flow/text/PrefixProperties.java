// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class PrefixProperties {
    @Property
    void parse_textOfAnyAddress_givesTheAddress(@ForAll("halves") long high, @ForAll("halves") long low) {
        assertThat(PrefixParser.parseAddress(AddressText.of(high, low))).isEqualTo(Prefix.address(high, low));
    }

    @Property
    void parse_textOfAnyPrefix_givesThePrefix(
            @ForAll("halves") long high, @ForAll("halves") long low, @ForAll @IntRange(max = 128) int length) {
        var prefix = new Prefix(high, low, length);
        assertThat(PrefixParser.parse(prefix.toString())).isEqualTo(prefix);
    }

    /** Whatever is read at all is read alike after printing. */
    @Property(tries = 20_000)
    void parse_nearlyAnAddress_neverThrows(@ForAll("scraps") String text) {
        var prefix = PrefixParser.parse(text);
        if (prefix != null) {
            assertThat(PrefixParser.parse(prefix.toString())).isEqualTo(prefix);
        }
    }

    /** Many zero groups, and half of the IPv4 range. */
    @Provide
    Arbitrary<Long> halves() {
        return Arbitraries.oneOf(
                Arbitraries.longs(), Arbitraries.of(0L, 0xFFFF_0A00_0001L, 0xFFFF_0000_0000L, -1L, 1L, 0x1_0000_0000L));
    }

    @Provide
    Arbitrary<String> scraps() {
        return Arbitraries.strings().withChars("0123afF:.:/ %-").ofMaxLength(24);
    }
}
