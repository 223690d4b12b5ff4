// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowobserver.e2e.DaemonProcess;
import io.flowobserver.serve.stream.DeafFollowers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon whose network buffers have less memory than its clients want: it cuts some of them and goes on. */
class ITOutOfDirectMemory {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern LISTENER = Pattern.compile("on (127\\.0\\.0\\.1:\\d+)");

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void followers_thatTakeAllMemory_areCutAndTheDaemonGoesOn() throws Exception {
        Path socket = directory.resolve("observer.sock");
        try (DaemonProcess daemon = DaemonProcess.with(
                Map.of("OBSERVER_HEAP", "64m", "OBSERVER_JAVA_OPTS", "-Dio.netty.maxDirectMemory=" + (12 << 20)),
                "serve",
                "--source=replay:" + Packets.capture(directory, 1_000),
                "--replay-speed=max",
                "--listen-client-urls=unix://" + socket,
                "--metrics-server=127.0.0.1:0")) {
            daemon.awaitLog(" has ended");
            String metrics = metricsUrl(daemon);
            try (DeafFollowers followers = new DeafFollowers(socket)) {
                for (int i = 0; i < 900; i++) {
                    followers.add();
                }
                await().atMost(PATIENCE).until(() -> daemon.log().stream()
                        .anyMatch(line -> line.contains("there was no direct memory for its bytes")));
            }
            await().atMost(PATIENCE).ignoreExceptions().until(() -> page(metrics)
                    .contains("observer_readers{kind=\"grpc\"} 0.0\n"));
            assertThat(page(metrics)).doesNotContain("observer_connections_cut_total{reason=\"out_of_memory\"} 0.0");
            assertThat(daemon.log()).noneMatch(line -> line.contains("a stream failed"));
            daemon.stop();
        }
    }

    private static String metricsUrl(DaemonProcess daemon) {
        Matcher listener = LISTENER.matcher(daemon.awaitLog("metrics:"));
        assertThat(listener.find()).isTrue();
        return "http://" + listener.group(1) + "/metrics";
    }

    private String page(String url) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(url))
                                .timeout(PATIENCE)
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
