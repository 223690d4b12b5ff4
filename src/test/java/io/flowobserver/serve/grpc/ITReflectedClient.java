// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.TlsFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API as somebody sees it who has never seen our proto files. */
class ITReflectedClient {
    @TempDir
    private Path directory;

    @Test
    void observer_byNamesAlone_answersFlowsAndStatus() throws Exception {
        var tls = new TlsFixture(directory);
        try (var served = new ServedRing(31, tls.access())) {
            served.write(20);
            var observer =
                    ReflectedApi.of(served.channel(0, tls.client(tls.authority, "witness")), "observer.Observer");
            DynamicMessage.Builder request = observer.request("GetFlows");
            request.setField(request.getDescriptorForType().findFieldByName("number"), 5L);
            List<DynamicMessage> flows = new ArrayList<>();
            observer.call("GetFlows", request.build()).forEachRemaining(flows::add);
            assertThat(flows)
                    .extracting(flow -> ReflectedApi.value(flow, "flow", "l4", "UDP", "source_port"))
                    .containsExactly(15, 16, 17, 18, 19);
            assertThat(flows).allSatisfy(flow -> {
                assertThat(ReflectedApi.value(flow, "node_name")).isEqualTo(ServedRing.NODE);
                assertThat(ReflectedApi.value(flow, "flow", "source", "pod_name"))
                        .isEqualTo("client-1");
                assertThat(ReflectedApi.value(flow, "flow", "verdict").toString())
                        .isIn("FORWARDED", "DROPPED");
                assertThat(flow.getUnknownFields().asMap()).isEmpty();
            });
            DynamicMessage status = observer.call(
                            "ServerStatus", observer.request("ServerStatus").build())
                    .next();
            assertThat(ReflectedApi.value(status, "max_flows")).isEqualTo(31L);
            assertThat(ReflectedApi.value(status, "seen_flows")).isEqualTo(20L);
        }
    }

    @Test
    void peer_byNamesAlone_tellsOfThisNode() throws Exception {
        try (var served = new ServedRing(7)) {
            var peer = ReflectedApi.of(served.channel(), "peer.Peer");
            DynamicMessage self =
                    peer.call("Notify", peer.request("Notify").build()).next();
            assertThat(ReflectedApi.value(self, "name")).isEqualTo(ServedRing.NODE);
            assertThat(ReflectedApi.value(self, "address")).isEqualTo("127.0.0.1:" + served.port(0));
            assertThat(ReflectedApi.value(self, "type").toString()).isEqualTo("PEER_ADDED");
        }
    }
}
