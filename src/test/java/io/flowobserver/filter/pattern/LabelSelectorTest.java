// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {
    private static final List<String> LABELS = List.of(
            "k8s:app=web",
            "k8s:app=later",
            "k8s:size=10",
            "k8s:flag",
            "reserved:world",
            "cidr:10.1.0.0/16",
            "cidr:2001-db8--7/128",
            "kubernetes.io/arch=amd64",
            "reserved.old",
            "$short");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "app; true",
                "k8s:app = web; true",
                "any:app==web; true",
                "app=later; false",
                "container:app; false",
                "!app; false",
                "!missing; true",
                "missing!=x; true",
                "missing notin (x); true",
                "app notin (web); false",
                "app in (a, web),size>9; true",
                "size>10; false",
                "size<11; true",
                "app<11; false",
                "flag=; true",
                "app in (); false",
                "reserved:world; true",
                "world; true",
                "reserved:old; true",
                "reserved:short; true",
                "unspec:kubernetes.io/arch=amd64; true",
                "k8s:kubernetes.io/arch=amd64; false",
                "cidr:10.0.0.0/8; true",
                "cidr:10.1.2.0/24; false",
                "cidr:10.1.0.0/16; true",
                "cidr:2001-db8--0/32; true",
                "''; true"
            })
    void matches_selector_asKubernetesDoes(String selector, boolean expected) throws FilterException {
        assertThat(LabelSelector.parse(selector).matches(LABELS)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                ",",
                "a,",
                "a b",
                "a in b",
                "a in (b",
                "a in (b) c",
                "a>x",
                "a=b=c",
                "a=-",
                "(",
                "a:b:c",
                "!"
            })
    void parse_malformedSelector_refused(String selector) {
        assertThatExceptionOfType(FilterException.class).isThrownBy(() -> LabelSelector.parse(selector));
    }
}
