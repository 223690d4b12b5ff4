// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowobserver.source.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void loadShim_damagedInTheDistribution_isNamed(@TempDir Path directory) throws IOException {
        Path library = Files.writeString(directory.resolve("libobserver.so"), "not ELF");
        System.setProperty(NativeCode.DIRECTORY_PROPERTY, directory.toString());
        try {
            assertThatThrownBy(() -> NativeCode.loadShim(null))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining(library + " cannot be loaded")
                    .hasMessageEndingWith("; reinstall the distribution");
        } finally {
            System.clearProperty(NativeCode.DIRECTORY_PROPERTY);
        }
    }

    @Test
    void loadShim_directoryWithoutIt_fallsBackToTheJar(@TempDir Path directory) {
        System.setProperty(NativeCode.DIRECTORY_PROPERTY, directory.toString());
        try {
            assertThatThrownBy(() -> NativeCode.loadShim(Path.of("/nonexistent/scratch")))
                    .isInstanceOf(SourceException.class)
                    .hasMessageNotContaining(directory.toString());
        } finally {
            System.clearProperty(NativeCode.DIRECTORY_PROPERTY);
        }
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
