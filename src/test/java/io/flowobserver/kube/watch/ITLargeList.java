// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.kube.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A list that is larger than the memory of who reads it. {@code -Dobserver.kube.pods=50000} makes it 300 MB and shows the
 * figures.
 */
class ITLargeList {
    private static final int PODS = Integer.getInteger("observer.kube.pods", 12_000);
    private static final Pattern FIGURES =
            Pattern.compile("done=true pods=(\\d+) wrong=0 millis=(\\d+) bytesPerPod=(\\d+) \n");

    @TempDir
    private Path directory;

    @Test
    void list_largerThanTheHeap_isReadAsItComes() throws Exception {
        GeneratedPods pods = new GeneratedPods(PODS);
        try (ScriptedServer server = ScriptedServer.plain()) {
            server.script(pods);
            Path config = server.kubeconfig(directory, null, "token: t");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-XX:+UseSerialGC",
                            "-Dobserver.log.level=WARN",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ReadPods.class.getName(),
                            config.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            pods.end();
            Matcher figures = FIGURES.matcher(said);
            assertThat(figures.matches()).as(said).isTrue();
            assertThat(Integer.parseInt(figures.group(1))).isEqualTo(PODS);
            // About 400 for a pod, and 2 MB for the client, what pods share, and pools.
            assertThat(Long.parseLong(figures.group(3))).isLessThan(420 + (3 << 20) / PODS);
            if (Integer.getInteger("observer.kube.pods") != null) {
                System.out.print(said);
            }
        }
    }
}
