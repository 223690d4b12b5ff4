// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilesTest {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

    @TempDir
    private Path directory;

    private Path one = Path.of("unset");
    private Path two = Path.of("unset");
    private final List<String> used = new ArrayList<>();
    private final List<String> readings = new ArrayList<>();
    /** Happens in the middle of a reading, once. */
    private Action meanwhile = () -> {};

    private WatchedFiles<String> files = new WatchedFiles<>(List.of(), this::read, used::add, "");

    private interface Action {
        void run() throws IOException;
    }

    @BeforeEach
    void begin() throws IOException {
        one = Files.writeString(directory.resolve("one"), "a");
        two = Files.writeString(directory.resolve("two"), "b");
        files = new WatchedFiles<>(List.of(one, two), this::read, used::add, "keeping what there was");
        assertThat(files.read()).isEqualTo("ab");
        readings.clear();
    }

    @Test
    void look_nothingChanged_readsNothing() {
        looks(3);
        assertThat(readings).isEmpty();
    }

    @Test
    void look_contentChanged_isUsedAtTheSecondLookAndOnce() throws IOException {
        Files.writeString(one, "c");
        looks(1);
        assertThat(used).isEmpty();
        looks(3);
        assertThat(used).containsExactly("cb");
    }

    @Test
    void look_changedAtEachLook_isUsedWhenItStandsStill() throws IOException {
        for (int i = 0; i < 5; i++) {
            Files.writeString(i % 2 == 0 ? one : two, "v" + i);
            looks(1);
        }
        assertThat(readings).isEmpty();
        looks(1);
        assertThat(used).containsExactly("v4v3");
    }

    @Test
    void look_changedAndBack_isNotReadAgain() throws IOException {
        Files.writeString(one, "c");
        looks(1);
        Files.writeString(one, "a");
        looks(3);
        assertThat(readings).isEmpty();
    }

    @Test
    void look_sameSizeInodeAndTime_isUsed() throws IOException {
        Files.setLastModifiedTime(one, LONG_AGO);
        looks(2);
        assertThat(readings).as("touched, not changed").isEmpty();
        Files.writeString(one, "c");
        Files.setLastModifiedTime(one, LONG_AGO);
        looks(2);
        assertThat(used).containsExactly("cb");
    }

    @Test
    void look_directoryBehindASymbolicLinkSwapped_isUsed() throws IOException {
        Path data = directory.resolve("..data");
        for (String version : List.of("v1", "v2")) {
            Files.writeString(Files.createDirectory(directory.resolve(version)).resolve("three"), version);
        }
        Files.createSymbolicLink(data, Path.of("v1"));
        Path three = Files.createSymbolicLink(directory.resolve("three"), Path.of("..data", "three"));
        files = new WatchedFiles<>(List.of(three), () -> Files.readString(three), used::add, "");
        assertThat(files.read()).isEqualTo("v1");
        Path next = Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("v2"));
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
        looks(2);
        assertThat(used).containsExactly("v2");
    }

    @Test
    void look_changedWhileItIsRead_usesOnlyWhatComesAfter() throws IOException {
        Files.writeString(one, "c");
        meanwhile = () -> Files.writeString(two, "d");
        looks(2);
        assertThat(readings).containsExactly("cb");
        assertThat(used).isEmpty();
        looks(1);
        assertThat(used).containsExactly("cd");
    }

    @Test
    void look_failureWhileItIsChanged_isNoFailure() throws IOException {
        Files.delete(one);
        meanwhile = () -> Files.writeString(one, "c");
        looks(3);
        assertThat(files.failures()).isZero();
        assertThat(used).containsExactly("cb");
    }

    @Test
    void look_readerThrowsAnotherException_isTriedAgainOnlyWhenItChanges() throws IOException {
        Files.writeString(one, "c");
        meanwhile = () -> {
            throw new IllegalStateException("fault");
        };
        looks(1);
        assertThatThrownBy(() -> looks(1)).hasMessage("fault");
        looks(3);
        assertThat(used).isEmpty();
        Files.writeString(one, "d");
        looks(2);
        assertThat(used).containsExactly("db");
    }

    @Test
    void start_missingThenThere_isAFailureThenAReload() throws IOException {
        Files.delete(one);
        files.start();
        looks(3);
        assertThat(readings).hasSize(1);
        assertThat(files.failures()).isEqualTo(1);
        Files.writeString(one, "a");
        looks(3);
        assertThat(used).containsExactly("ab");
        assertThat(files.reloads()).isEqualTo(1);
    }

    @Test
    void look_largeFile_isComparedByInodeTimeAndSize() throws IOException {
        Path next = directory.resolve("next");
        for (Path path : List.of(one, next)) {
            try (var sparse = new RandomAccessFile(path.toFile(), "rw")) {
                sparse.setLength((1 << 20) + 1);
            }
            Files.setLastModifiedTime(path, LONG_AGO);
        }
        files = new WatchedFiles<>(List.of(one), () -> "read", used::add, "");
        files.read();
        looks(2);
        assertThat(used).isEmpty();
        Files.move(next, one, StandardCopyOption.ATOMIC_MOVE);
        looks(3);
        assertThat(used).hasSize(1);
        Files.setLastModifiedTime(one, FileTime.from(LONG_AGO.toInstant().plusNanos(1)));
        looks(3);
        assertThat(used).hasSize(2);
    }

    private void looks(int number) {
        for (int i = 0; i < number; i++) {
            files.look();
        }
    }

    private String read() throws IOException {
        String first = Files.exists(one) ? Files.readString(one) : "";
        String second = Files.readString(two);
        readings.add(first + second);
        Action action = meanwhile;
        meanwhile = () -> {};
        action.run();
        if (first.isEmpty()) {
            throw new IOException("no one");
        }
        return first + second;
    }
}
