// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTargetTest {
    @ParameterizedTest
    @CsvSource({
        "/flows?last=1, , /flows?last=1",
        "/http://x/y, , /http://x/y",
        "http://node:4244/flows?last=1, node:4244, /flows?last=1",
        "HTTPS://[::1]/, [::1], /",
        "http://node, node, /",
        "http://node?last=1, node, /?last=1",
        "http://user@node/, user@node, /",
        "http:///flows, '', /flows",
        "ftp://node/flows, , ftp://node/flows",
        "http:/flows, , http:/flows",
        "*, , *"
    })
    void of_target_isSplit(String target, String authority, String path) {
        assertThat(RequestTarget.of(target)).isEqualTo(new RequestTarget(authority, path));
    }
}
