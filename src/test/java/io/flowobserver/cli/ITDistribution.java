// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The built distribution as a whole. */
@Timeout(60)
class ITDistribution {
    private static final Path HOME = Path.of(System.getProperty("observer.distribution", "target/observer"));
    /** The header of a capture that no event follows. */
    private static final byte[] EMPTY_CAPTURE =
            HexFormat.of().parseHex("4d3cb2a1" + "02000400" + "00000000" + "00000000" + "00001000" + "93000000");

    /** The bits of capabilities that a daemon has no use for. */
    private static final long USELESS = bit(16, 17, 18, 22, 25, 27); // modules, raw I/O, chroot, boot, time, devices

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsTheDistribution() {
        Assumptions.assumeTrue(
                Files.isExecutable(HOME.resolve("bin/observer")),
                () -> HOME + " is missing: run mvn package before this test");
    }

    @Test
    void serve_nativeCode_isLoadedFromWhereItLies() throws Exception {
        Process process = serve(Map.of());
        try {
            awaitSocket(process);
            assertThat(mappedFiles(process)).contains("/lib/native/libnetty_transport_native_epoll_x86_64.so");
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void serve_rights_areReducedAndCannotGrow() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv (util-linux)");
        Process process = serve(Map.of());
        try {
            awaitSocket(process);
            Map<String, String> status = status(process);
            assertThat(status).containsEntry("NoNewPrivs", "1");
            if ("root".equals(System.getProperty("user.name"))) {
                long bounding = Long.parseUnsignedLong(status.get("CapBnd"), 16);
                assertThat(bounding & USELESS).isZero();
                assertThat(Long.parseUnsignedLong(status.get("CapEff"), 16) & ~bounding)
                        .isZero();
            }
            assertThat(log()).doesNotContain("setpriv");
        } finally {
            process.destroyForcibly();
        }
    }

    /** Everything that the launcher needs is in PATH, but not setpriv. */
    @Test
    void serve_withoutSetpriv_saysSoAndGoesOn() throws Exception {
        Path programs = Files.createDirectory(directory.resolve("bin"));
        for (String program : new String[] {"readlink", "sed"}) {
            Path found = Stream.of("/usr/bin", "/bin")
                    .map(place -> Path.of(place, program))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            Files.copy(found, programs.resolve(program), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Process process = serve(Map.of("PATH", programs.toString(), "JAVA_HOME", System.getProperty("java.home")));
        try {
            awaitSocket(process);
            Assumptions.assumeTrue(status(process).get("NoNewPrivs").equals("0"), "these tests run confined");
            assertThat(log().lines().findFirst())
                    .contains("observer: without setpriv (util-linux) the daemon keeps all rights that it was started"
                            + " with");
        } finally {
            process.destroyForcibly();
        }
    }

    private Process serve(Map<String, String> environment) throws IOException {
        Path capture = Files.write(directory.resolve("empty.pcap"), EMPTY_CAPTURE);
        ProcessBuilder serve = new ProcessBuilder(
                HOME.resolve("bin/observer").toString(),
                "serve",
                "--source=replay:" + capture,
                "--listen-client-urls=unix://" + directory.resolve("o.sock"));
        serve.environment().putAll(environment);
        return serve.redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    private void awaitSocket(Process process) {
        Path socket = directory.resolve("o.sock");
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(socket) || !process.isAlive());
        assertThat(process.isAlive()).as(() -> "serve said: " + log()).isTrue();
    }

    private static Map<String, String> status(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .map(line -> line.split(":", 2))
                .collect(Collectors.toMap(words -> words[0], words -> words[1].strip()));
    }

    private static long bit(int... numbers) {
        return IntStream.of(numbers).mapToLong(number -> 1L << number).reduce(0, (a, b) -> a | b);
    }

    private String mappedFiles(Process process) throws IOException {
        return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "maps"));
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
