// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.text.AddressText;
import io.flowobserver.flow.text.Prefix;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The tables against plain maps and against a walk through all prefixes. */
class TableProperties {
    @Property
    void addressTable_anyPuts_answersLikeAMap(
            @ForAll("addresses") List<Prefix> keys, @ForAll("addresses") List<Prefix> others) {
        var table = new AddressTable<Integer>();
        Map<Prefix, Integer> model = new HashMap<>();
        for (Prefix key : keys) {
            table.put(key.high(), key.low(), model.size());
            model.put(key, model.size());
            assertThat(table.size()).isEqualTo(model.size());
        }
        keys.forEach(key -> assertThat(table.get(key.high(), key.low())).isEqualTo(model.get(key)));
        others.forEach(key -> assertThat(table.get(key.high(), key.low())).isEqualTo(model.get(key)));
    }

    @Property
    void numberTable_putsAroundAClear_answersLikeAMap(
            @ForAll("numbers") List<Long> before, @ForAll("numbers") List<Long> keys) {
        var table = new NumberTable<Long>();
        before.forEach(key -> table.put(key, key));
        table.clear();
        Map<Long, Long> model = new HashMap<>();
        for (long key : keys) {
            table.put(key, key + model.size());
            model.put(key, key + model.size());
            assertThat(table.size()).isEqualTo(model.size());
        }
        keys.forEach(key -> assertThat(table.get(key)).isEqualTo(model.get(key)));
        before.forEach(key -> assertThat(table.get(key)).isEqualTo(model.get(key)));
    }

    @Property
    void prefixTable_anyPrefixes_findsTheLongestOfTheFamily(
            @ForAll("prefixes") List<Prefix> prefixes, @ForAll("addresses") List<Prefix> addresses) {
        Map<Prefix, Prefix> values = new HashMap<>();
        prefixes.forEach(prefix -> values.put(prefix, prefix));
        var table = new PrefixTable<>(values);
        for (Prefix address : addresses) {
            boolean ipv4 = AddressText.isIpv4(address.high(), address.low());
            Prefix expected = prefixes.stream()
                    .filter(prefix -> prefix.isIpv4() == ipv4 && contains(prefix, address))
                    .max(Comparator.comparingInt(Prefix::length))
                    .orElse(null);
            assertThat(table.longest(address.high(), address.low())).isEqualTo(expected);
        }
    }

    private static boolean contains(Prefix prefix, Prefix address) {
        return new Prefix(address.high(), address.low(), prefix.length()).equals(prefix);
    }

    @Provide
    Arbitrary<List<Prefix>> addresses() {
        return address().list().ofMaxSize(300);
    }

    @Provide
    Arbitrary<List<Prefix>> prefixes() {
        return Combinators.combine(address(), Arbitraries.integers().between(0, 128))
                .as((address, length) -> new Prefix(address.high(), address.low(), length))
                .list()
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<List<Long>> numbers() {
        return Arbitraries.oneOf(Arbitraries.longs().between(-3, 40), Arbitraries.longs())
                .list()
                .ofMaxSize(300);
    }

    /** Few different bits, so that prefixes hold addresses and keys come twice; both families. */
    private static Arbitrary<Prefix> address() {
        Arbitrary<Long> few = Arbitraries.longs().between(0, 63).map(bits -> bits << 58 | bits << 29 | (bits & 3));
        Arbitrary<Prefix> ipv6 = Combinators.combine(few, few).as(Prefix::address);
        Arbitrary<Prefix> ipv4 = few.map(bits -> Prefix.address(0, AddressText.ipv4((int) (bits ^ bits >>> 32))));
        return Arbitraries.oneOf(ipv4, ipv6);
    }
}
