// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The archives of classes: commands use those that are good for them. With others, and with none, they work as well and
 * say nothing about it.
 */
@Timeout(400)
@Tag("concurrent")
class ITArchives {
    private static final Path BUILT = Path.of(System.getProperty("observer.distribution", "target/observer"));
    private static final Path JVM = Path.of(System.getProperty("java.home"));
    private static final Path JVMS = Path.of("/usr/lib/jvm");

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsTheDistribution() {
        Assumptions.assumeTrue(
                Files.isExecutable(BUILT.resolve("bin/observer")),
                () -> BUILT + " is missing: run mvn package before this test");
    }

    /** This JVM, and one of each other version that is installed here. */
    static List<Path> jvms() throws IOException {
        try (Stream<Path> others = Files.exists(JVMS) ? Files.list(JVMS) : Stream.empty()) {
            return Stream.concat(
                            Stream.of(JVM), others.filter(ITArchives::isAnother).sorted())
                    .toList();
        }
    }

    @Test
    void distribution_hasArchivesOfTheJvmThatBuiltIt() throws Exception {
        Distribution built = new Distribution(BUILT, directory.resolve("log"));
        assertThat(built.fromArchive(JVM, "version")).as("client").isTrue();
        assertThat(built.fromArchive(JVM, "serve", "--max-flows=none"))
                .as("daemon")
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void archives_areUsedByTheirJvmWithTheirJars(Path jvm) throws Exception {
        Distribution distribution = copy();
        distribution.archive(jvm);
        assertThat(distribution.fromArchive(jvm, "version")).as("client").isTrue();
        assertThat(distribution.fromArchive(jvm, "serve", "--max-flows=none"))
                .as("daemon")
                .isTrue();
        assertSilent(distribution, jvm);
        for (Path other : jvms()) {
            if (!other.equals(jvm)) {
                assertThat(distribution.fromArchive(other, "version")).isFalse();
                assertSilent(distribution, other);
            }
        }
        distribution.changeJars();
        assertThat(distribution.fromArchive(jvm, "version")).isFalse();
        assertSilent(distribution, jvm);
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void archives_missingOrDamaged_costNothingButTime(Path jvm) throws Exception {
        Distribution distribution = copy();
        assertSilent(distribution, jvm);
        Path archives = Files.createDirectory(distribution.home().resolve("archives"));
        for (String name : new String[] {"client.jsa", "daemon.jsa"}) {
            Files.write(archives.resolve(name), new byte[64 << 10]);
        }
        assertThat(distribution.fromArchive(jvm, "version")).isFalse();
        assertSilent(distribution, jvm);
    }

    private static void assertSilent(Distribution distribution, Path jvm) throws Exception {
        Distribution.Outcome version = distribution.run(jvm, "", "version");
        assertThat(version.out()).hasLineCount(1).startsWith("observer ");
        assertThat(version.err()).isEmpty();
        assertThat(version.code()).isZero();
        Distribution.Outcome serve = distribution.run(jvm, "", "serve", "--max-flows=none");
        assertThat(serve.out()).isEmpty();
        assertThat(serve.err()).hasLineCount(1).contains("--max-flows");
    }

    private static boolean isAnother(Path jvm) {
        try {
            return Files.isExecutable(jvm.resolve("bin/java"))
                    && Files.exists(jvm.resolve("release"))
                    && !jvm.toRealPath().equals(JVM.toRealPath())
                    && !Files.isSymbolicLink(jvm);
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns a copy of the distribution, without archives. */
    private Distribution copy() throws IOException {
        Path home = directory.resolve("observer");
        for (String part : new String[] {"bin", "lib"}) {
            try (Stream<Path> files = Files.walk(BUILT.resolve(part))) {
                for (Path file : files.toList()) {
                    Path target = home.resolve(BUILT.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return new Distribution(home, directory.resolve("log"));
    }
}
