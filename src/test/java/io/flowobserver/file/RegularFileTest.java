// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegularFileTest {
    @TempDir
    private Path directory;

    @Test
    void open_fileThatCannotBeUsed_saysWhy() throws IOException {
        Path path = directory.resolve("file");
        assertThatThrownBy(() -> RegularFile.open(path, 3))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(path + ": no such file");
        assertThatThrownBy(() -> RegularFile.open(directory, 3))
                .hasMessage(directory + ": is not a file of at most 3 bytes");
        Files.writeString(path, "four");
        assertThatThrownBy(() -> RegularFile.open(path, 3)).hasMessage(path + ": is not a file of at most 3 bytes");
        try (var in = RegularFile.open(path, 4)) {
            assertThat(in).hasContent("four");
        }
    }
}
