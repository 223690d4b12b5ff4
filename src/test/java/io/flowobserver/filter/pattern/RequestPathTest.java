// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a/b?x=/y, /a/b",
        "/a%20b%2Fc, /a b/c",
        "/%C3%A9, /é",
        "/é, /é",
        "/a#b, /a#b",
        "//host/a, //host/a",
        "*, *",
        "http://host/a/b, /a/b",
        "http://host, ''",
        "http://host?q, ''",
        "HTTP://user:pass%20@host:80/a, /a",
        "http://[fd00::1]:80/a, /a",
        "http://[fd00::1%25eth0]/a, /a",
        "http://host:/a, /a",
        "mailto:someone, ''",
        "a+b-1.c:/x, /x",
        "http:///a, /a",
        "http:/a, /a",
        "/a+b, /a+b"
    })
    void of_requestUrl_isItsDecodedPath(String url, String path) {
        assertThat(RequestPath.of(url)).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "host/a",
                ":80/",
                "1http://host/",
                "/a%",
                "/a%2",
                "/a%zz",
                "/a\u007f",
                "/a\nb",
                "http://ho st/",
                "http://host:port/",
                "http://[fd00::1/a",
                "http://[fd00::1]x/a",
                "http://us er@host/",
                "http://user%@host/",
                "http://ho%41st/",
                "http://host#x/a",
                "?q",
                "#x"
            })
    void of_anythingElse_hasNone(String url) {
        assertThat(RequestPath.of(url)).isNull();
    }
}
