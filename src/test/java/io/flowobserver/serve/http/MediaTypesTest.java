// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypesTest {
    private static final List<String> OFFERED = List.of(
            "text/plain; version=0.0.4; charset=utf-8",
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
            "application/openmetrics-text; version=0.0.1; charset=utf-8");

    /** Several fields of the header are separated by a bar; the result is the place of the type. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "'' > 0",
                "*/* > 0",
                "text/* > 0",
                "application/* > 1",
                "APPLICATION/OpenMetrics-Text; VERSION=1.0.0 > 1",
                "application/openmetrics-text > 1",
                "application/openmetrics-text; version=0.0.1 > 2",
                "application/openmetrics-text; version=\"1.0.0\" > 1",
                "application/openmetrics-text; version=2.0.0, */*;q=0.1 > 0",
                "text/plain;q=0.5, application/openmetrics-text;q=0.4 > 0",
                "text/plain;q=0.4, application/openmetrics-text;q=0.5 > 1",
                "text/plain;q=0.400 | application/openmetrics-text;Q=0.5 > 1",
                "application/openmetrics-text, text/plain > 1",
                "text/plain, application/openmetrics-text > 0",
                "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8 > 0",
                "text/plain;q=0, */*;q=0.1 > 1",
                "text/plain;q=0.0 > 1",
                "application/openmetrics-text;q=0, text/plain;q=0.001 > 0",
                "*/*;q=1, text/plain;q=0 > 1",
                "application/json > 0",
                "application/json, text/plain;q=0 > 1",
                "application/openmetrics-text;q=2, text/plain;q=0.1 > 0",
                "application/openmetrics-text;q=0.1234, text/plain;q=0.1 > 0",
                "application/openmetrics-text;note=\",text/plain\";q=0.5, text/plain;q=0.4 > 1",
                "text/plain;q=0.1;version=9 > 0",
                ",, ; , > 0",
            })
    void choose_header_takesTheTypeThatItPrefers(String accept, int chosen) {
        assertThat(choose(accept.split("\\|", -1))).isEqualTo(OFFERED.get(chosen));
    }

    @Test
    void choose_prometheusWithNativeHistograms_isOpenMetrics() {
        assertThat(choose("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
                        + ";q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
                        + "application/openmetrics-text;version=0.0.1;q=0.4,"
                        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,"
                        + "*/*;q=0.1"))
                .isEqualTo(OFFERED.get(1));
    }

    @Test
    void choose_allRefused_isNone() {
        assertThat(MediaTypes.choose(List.of("*/*;q=0"), OFFERED)).isEmpty();
        assertThat(MediaTypes.choose(List.of("text/plain;q=0, application/*;q=0"), OFFERED))
                .isEmpty();
    }

    @Test
    void choose_noHeader_isTheFirst() {
        assertThat(MediaTypes.choose(List.of(), OFFERED)).hasValue(OFFERED.get(0));
    }

    private static String choose(String... accept) {
        return MediaTypes.choose(Arrays.asList(accept), OFFERED).orElseThrow();
    }
}
