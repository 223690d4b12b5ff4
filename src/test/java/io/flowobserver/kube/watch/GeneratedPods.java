// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import com.sun.net.httpserver.HttpExchange;
import io.flowobserver.kube.ScriptedServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/**
 * A server with many pods, made as they are sent. Each takes 6.2 KB of JSON as it does in clusters: containers with
 * environments, and twice as much about who manages which field.
 */
final class GeneratedPods implements ScriptedServer.Answer {
    private static final String CONTAINER = "{\"name\":\"c\",\"image\":\"registry.example/team/app:1.2.3\",\"env\":["
            + "{\"name\":\"SOME_VARIABLE\",\"value\":\"some value of it\"},".repeat(14)
            + "{\"name\":\"LAST\",\"value\":\"x\"}],\"ports\":[{\"name\":\"http\",\"containerPort\":8080,"
            + "\"protocol\":\"TCP\"}],\"resources\":{\"limits\":{\"cpu\":\"1\"}}}";
    private static final String FIELDS = "{\"manager\":\"kubelet\",\"fieldsV1\":{"
            + "\"f:a-field-of-the-object\":{\".\":{}},".repeat(45) + "\"f:z\":{}}}";

    private final int pods;
    private final CountDownLatch end = new CountDownLatch(1);

    GeneratedPods(int pods) {
        this.pods = pods;
    }

    void end() {
        end.countDown();
    }

    @Override
    public void answer(HttpExchange exchange) throws Exception {
        String uri = exchange.getRequestURI().toString();
        if (uri.equals("/version")) {
            ScriptedServer.send(exchange, 200, "{\"minor\":\"28\"}");
        } else if (uri.contains("watch=1")) {
            ScriptedServer.begin(exchange).flush();
            end.await();
        } else if (uri.endsWith("?resourceVersion=0")) {
            send(new BufferedOutputStream(ScriptedServer.begin(exchange), 1 << 16));
        } else {
            ScriptedServer.send(exchange, 400, "");
        }
    }

    private void send(OutputStream out) throws IOException {
        byte[] rest = ("\"managedFields\":[" + FIELDS + "," + FIELDS + "]},\"spec\":{\"containers\":[" + CONTAINER + ","
                        + CONTAINER + "],\"nodeName\":\"")
                .getBytes(StandardCharsets.UTF_8);
        write(out, "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[");
        for (int i = 0; i < pods; i++) {
            int workload = i / 10;
            write(
                    out,
                    (i == 0 ? "" : ",") + "{\"metadata\":{\"name\":\"workload-" + workload + "-6d4b75cb6d-" + i
                            + "\",\"generateName\":\"workload-" + workload + "-6d4b75cb6d-\",\"namespace\":\"namespace-"
                            + workload % 200 + "\",\"uid\":\"" + new UUID(i, ~i) + "\",\"labels\":{\"app\":\"workload-"
                            + workload
                            + "\",\"team\":\"team-" + workload % 50
                            + "\",\"pod-template-hash\":\"6d4b75cb6d\",\"version\":\"v1\"},"
                            + "\"ownerReferences\":[{\"kind\":\"ReplicaSet\",\"name\":\"workload-" + workload
                            + "-6d4b75cb6d\",\"controller\":true}],\"creationTimestamp\":\"2026-11-30T10:00:00Z\",");
            out.write(rest);
            write(
                    out,
                    "node-" + i % 500 + "\"},\"status\":{\"phase\":\"Running\",\"podIPs\":[{\"ip\":\"10." + i / 65_536
                            + "." + i / 256 % 256 + "." + i % 256 + "\"}]}}");
        }
        write(out, "]}");
        out.close();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
