// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.reflect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.flowobserver.cli.Observer;
import io.flowobserver.proto.observer.ObserverGrpc.ObserverImplBase;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command {@code reflect} against a real server on loopback. */
@Timeout(60)
class ITReflect {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void reflect_server_printsEachFileOnceWithItsImports() throws IOException {
        assertThat(reflect(new ObserverImplBase() {}, reflection())).isZero();
        assertThat(err.toString()).isEmpty();
        List<JsonObject> files = out.toString()
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        List<String> names =
                files.stream().map(file -> file.get("name").getAsString()).toList();
        assertThat(names)
                .startsWith("observer/observer.proto")
                .contains("flow/flow.proto", "relay/relay.proto")
                .doesNotHaveDuplicates()
                .noneMatch(name -> name.contains("health"));
        JsonObject observer = files.get(0);
        assertThat(observer.keySet())
                .startsWith("name", "package", "dependency", "public_dependency", "message_type")
                .endsWith("syntax");
        assertThat(observer.get("package").getAsString()).isEqualTo("observer");
        JsonArray methods =
                observer.getAsJsonArray("service").get(0).getAsJsonObject().getAsJsonArray("method");
        assertThat(methods.get(0).toString())
                .isEqualTo("{\"name\":\"GetFlows\",\"input_type\":\".observer.GetFlowsRequest\","
                        + "\"output_type\":\".observer.GetFlowsResponse\",\"options\":{},\"server_streaming\":true}");
        JsonObject field = observer.getAsJsonArray("message_type").asList().stream()
                .map(message -> message.getAsJsonObject().getAsJsonArray("field"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow()
                .get(0)
                .getAsJsonObject();
        assertThat(field.get("type").getAsJsonPrimitive().isNumber()).isTrue();
    }

    @Test
    void reflect_serverWithoutReflection_isToldAsThat() throws IOException {
        assertThat(reflect(new ObserverImplBase() {})).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .hasLineCount(1)
                .contains("does not know this request", "grpc.reflection.v1alpha.ServerReflection");
    }

    private static BindableService reflection() {
        return ProtoReflectionService.newInstance();
    }

    private int reflect(BindableService... services) throws IOException {
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        List.of(services).forEach(builder::addService);
        Server server = builder.addService(new HealthStatusManager().getHealthService())
                .build()
                .start();
        try {
            return Observer.commandLine(Map.of())
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true))
                    .execute("reflect", "--server", "127.0.0.1:" + server.getPort());
        } finally {
            server.shutdownNow();
        }
    }
}
