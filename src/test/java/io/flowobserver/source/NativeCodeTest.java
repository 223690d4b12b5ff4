// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NativeCodeTest {
    @Test
    void loadShim_directoryMissing_namesItOrTheMissingBuild() {
        boolean built = NativeCode.class.getResource("/native/linux-x86_64/libobserver.so") != null;
        assertThatThrownBy(() -> NativeCode.loadShim(Path.of("/nonexistent/scratch")))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(
                        built ? "/nonexistent/scratch" : "this build has no libobserver.so; run make build");
    }

    @Test
    void text_cString_endsAtTheZeroOrTheBuffer() {
        var buffer = NativeCode.buffer(4);
        assertThat(NativeCode.text(buffer)).isEmpty();
        buffer.put(0, "ab".getBytes(StandardCharsets.UTF_8));
        assertThat(NativeCode.text(buffer)).isEqualTo("ab");
        buffer.put(0, "abcd".getBytes(StandardCharsets.UTF_8));
        assertThat(NativeCode.text(buffer)).isEqualTo("abcd");
    }
}
