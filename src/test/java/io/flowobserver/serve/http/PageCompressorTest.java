// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageCompressorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "gzip > true",
                "GZIP > true",
                "x-gzip > true",
                "gzip;q=0.001 > true",
                "gzip;q=0 > false",
                "gzip;q=0.000, * > false",
                "gzip; q=0 > false",
                "* > true",
                "*;q=0 > false",
                "*;q=0, gzip > true",
                "identity > false",
                "deflate, br > false",
                "br;q=1.0, gzip;q=0.8, *;q=0.1 > true",
                "identity;q=1, gzip;q=0.5 > false",
                "identity;q=0.5, gzip > true",
                "identity, gzip > true",
                "identity;q=0, gzip;q=0.1 > true",
                "gzip;q=nonsense > false",
                "notgzip > false",
                "'' > false",
            })
    void prefersGzip_header_followsItsWeights(String acceptEncoding, boolean gzip) {
        assertThat(PageCompressor.prefersGzip(acceptEncoding)).isEqualTo(gzip);
    }
}
