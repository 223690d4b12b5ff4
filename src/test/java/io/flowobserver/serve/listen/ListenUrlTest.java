// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenUrlTest {
    @Test
    void parse_validAddress_read() {
        assertThat(ListenUrl.parse("localhost:4244")).isEqualTo(new ListenUrl.Tcp("localhost", 4244));
        assertThat(ListenUrl.parse(":4244")).isEqualTo(new ListenUrl.Tcp("", 4244));
        assertThat(ListenUrl.parse("[::1]:0")).isEqualTo(new ListenUrl.Tcp("::1", 0));
        assertThat(ListenUrl.parse("[::1]:0")).hasToString("[::1]:0");
        assertThat(ListenUrl.parse("unix:///var/run/hubble.sock"))
                .isEqualTo(new ListenUrl.Unix(Path.of("/var/run/hubble.sock")))
                .hasToString("unix:///var/run/hubble.sock");
        assertThat(ListenUrl.parse("unix:/run/a/../b.sock")).isEqualTo(new ListenUrl.Unix(Path.of("/run/b.sock")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4244",
                "host",
                "host:",
                "host:x",
                "host:65536",
                "host:-1",
                "::1:4244",
                "http://h:80",
                "unix://",
                "unix:",
                "unix://rel.sock",
                "unix:///dir/",
                "a b:1",
                "unix:///a\0b"
            })
    void parse_invalidAddress_refusedWithTheText(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListenUrl.parse(text))
                .withMessageStartingWith("invalid listen address \"" + text + "\": ");
    }

    @Test
    void parse_pathLongerThanASocketAddress_refused() {
        String longest = "unix:///" + "x".repeat(106);
        assertThat(ListenUrl.parse(longest)).isInstanceOf(ListenUrl.Unix.class);
        assertThatIllegalArgumentException().isThrownBy(() -> ListenUrl.parse(longest + "x"));
    }
}
