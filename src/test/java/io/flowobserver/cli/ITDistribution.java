// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
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
        Path capture = Files.write(directory.resolve("empty.pcap"), EMPTY_CAPTURE);
        Path socket = directory.resolve("o.sock");
        ProcessBuilder serve = new ProcessBuilder(
                HOME.resolve("bin/observer").toString(),
                "serve",
                "--source=replay:" + capture,
                "--listen-client-urls=unix://" + socket);
        Process process = serve.redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(socket) || !process.isAlive());
            assertThat(mappedFiles(process)).contains("/lib/native/libnetty_transport_native_epoll_x86_64.so");
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private String mappedFiles(Process process) throws IOException {
        assertThat(process.isAlive()).as(() -> "serve said: " + log()).isTrue();
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
