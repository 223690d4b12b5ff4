// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.enrich.snapshot.SnapshotBuilder;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.Service;
import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import io.flowobserver.proto.node.FindNamesRequest;
import io.flowobserver.proto.node.FindNamesResponse;
import io.flowobserver.proto.node.FoundName;
import io.flowobserver.proto.node.Loss;
import io.flowobserver.proto.node.Name;
import io.flowobserver.proto.node.NameKind;
import io.flowobserver.proto.node.NodeGrpc;
import io.flowobserver.proto.node.NodeStatus;
import io.flowobserver.proto.node.NodeStatusRequest;
import io.flowobserver.proto.node.Source;
import io.flowobserver.proto.node.Unseen;
import io.flowobserver.ring.LossNote;
import io.flowobserver.serve.ServedRing;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own service by real gRPC, on a unix socket and on TCP. */
@Timeout(60)
class ITNodeService {
    private static final long SECOND = ServedRing.SECOND;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void nodeStatus_liveRing_tellsWhatIsKnown(int listener) throws Exception {
        try (var served = served()) {
            served.write(10);
            served.ledger.add(new LossNote(LossNote.PERF_RING, 1, 3, 5 * SECOND, 6 * SECOND));
            served.server.describe(() -> true, status -> status.addSources(
                            Source.newBuilder().setKind("bpf").setMalformed(2))
                    .addCannotSee(Unseen.newBuilder().setWhat("drops")));

            NodeStatus status = node(served, listener).nodeStatus(NodeStatusRequest.getDefaultInstance());
            assertThat(status.getVersion()).isEqualTo("1.18.0");
            assertThat(status.getFlows().getSeen()).isEqualTo(10);
            assertThat(status.getRing().getUsedFlows()).isEqualTo(7);
            assertThat(status.getRing().getOldest().getSeconds()).isEqualTo(ServedRing.START + 3);
            assertThat(status.getRing().getNewest().getSeconds()).isEqualTo(ServedRing.START + 9);
            assertThat(status.getLossesList())
                    .extracting(Loss::getPlace, Loss::getCount, loss -> loss.getLast()
                            .getSeconds())
                    .containsExactly(
                            tuple("PERF_EVENT_RING_BUFFER", 3L, 6L),
                            tuple("OBSERVER_EVENTS_QUEUE", 0L, 0L),
                            tuple("HUBBLE_RING_BUFFER", 0L, 0L),
                            tuple("MALFORMED_EVENT", 2L, 0L),
                            tuple("UNKNOWN_EVENT_TYPE", 0L, 0L),
                            tuple("UNKNOWN_CGROUP", 0L, 0L));
            assertThat(status.getConnections().getOpenGrpc()).isEqualTo(1);
            assertThat(status.getConnections().getOpenCalls()).isEqualTo(1);
            assertThat(status.getCannotSee(0).getWhat()).isEqualTo("drops");
            assertThat(status.getStarted().getSeconds() * 1_000)
                    .isBetween(System.currentTimeMillis() - 120_000, System.currentTimeMillis());
        }
    }

    @Test
    void nodeStatus_emptyRing_hasNoTimes() throws Exception {
        try (var served = served()) {
            NodeStatus status = node(served, 0).nodeStatus(NodeStatusRequest.getDefaultInstance());
            assertThat(status.getRing().hasOldest()).isFalse();
            assertThat(status.getRing().hasNewest()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void findNames_ringAndInventory_areBothSearched(int listener) throws Exception {
        try (var served = served()) {
            served.write(3);
            served.server.names().inventory(inventory());
            FindNamesResponse found = node(served, listener)
                    .findNames(FindNamesRequest.newBuilder()
                            .addNames(name(NameKind.NAME_KIND_POD, "cli"))
                            .addNames(name(NameKind.NAME_KIND_POD, "shop/crat"))
                            .addNames(name(NameKind.NAME_KIND_NAMESPACE, "shpo"))
                            .addNames(name(NameKind.NAME_KIND_SERVICE, "/checkout"))
                            .addNames(name(NameKind.NAME_KIND_LABEL, "app=clint"))
                            .addNames(name(NameKind.NAME_KIND_LABEL, "app in (client, x)"))
                            .build());
            assertThat(found.getNamesList())
                    .extracting(FoundName::getKnown)
                    .containsExactly(true, false, false, true, false, true);
            assertThat(found.getNames(1).getNearestList()).containsExactly("shop/cart-1");
            assertThat(found.getNames(2).getNearestList()).containsExactly("shop");
            assertThat(found.getNames(4).getNearestList()).startsWith("app=client");
            assertThat(found.getFlowsSearched()).isEqualTo(3);
            assertThat(found.getIncomplete()).isFalse();
        }
    }

    @Test
    void findNames_hostileRequests_areRefusedAndTheServerGoesOn() throws Exception {
        try (var served = served()) {
            assertRefused(served, many(17), Status.Code.INVALID_ARGUMENT);
            assertRefused(served, many(10_000), Status.Code.RESOURCE_EXHAUSTED);
            assertRefused(served, one(NameKind.NAME_KIND_POD, "x".repeat(513)), Status.Code.INVALID_ARGUMENT);
            assertRefused(served, one(NameKind.NAME_KIND_POD, "x".repeat(1 << 20)), Status.Code.INVALID_ARGUMENT);
            assertRefused(served, one(NameKind.NAME_KIND_POD, ""), Status.Code.INVALID_ARGUMENT);
            assertRefused(served, one(NameKind.NAME_KIND_NAMESPACE, ""), Status.Code.INVALID_ARGUMENT);
            assertRefused(served, one(NameKind.NAME_KIND_LABEL, "a in (b"), Status.Code.INVALID_ARGUMENT);
            assertRefused(served, one(NameKind.NAME_KIND_UNSPECIFIED, "x"), Status.Code.INVALID_ARGUMENT);
            FindNamesRequest.Builder unknown = FindNamesRequest.newBuilder()
                    .addNames(Name.newBuilder().setKindValue(99).setValue("x"));
            assertRefused(served, unknown.build(), Status.Code.INVALID_ARGUMENT);

            assertThat(node(served, 0).findNames(many(16)).getNamesCount()).isEqualTo(16);
            assertThat(node(served, 0)
                            .findNames(FindNamesRequest.getDefaultInstance())
                            .getNamesCount())
                    .isZero();
        }
    }

    private static void assertRefused(ServedRing served, FindNamesRequest request, Status.Code code) {
        var refused = catchThrowableOfType(
                StatusRuntimeException.class, () -> node(served, 1).findNames(request));
        assertThat(refused.getStatus().getCode())
                .as(refused.getStatus().toString())
                .isEqualTo(code);
    }

    private static FindNamesRequest one(NameKind kind, String value) {
        return FindNamesRequest.newBuilder().addNames(name(kind, value)).build();
    }

    private static FindNamesRequest many(int names) {
        FindNamesRequest.Builder request = FindNamesRequest.newBuilder();
        for (int i = 0; i < names; i++) {
            request.addNames(name(NameKind.NAME_KIND_POD, "pod-" + i));
        }
        return request.build();
    }

    private static Name name(NameKind kind, String value) {
        return Name.newBuilder().setKind(kind).setValue(value).build();
    }

    private static Inventory inventory() {
        Inventory inventory = new Inventory();
        inventory.publish(new SnapshotBuilder()
                .reservedIdentities()
                .identity(4_711, List.of("k8s:app=cart"))
                .range(prefix("10.0.0.1/32"), 4_711, new PodName("shop", "cart-1"))
                .service(prefix("10.1.0.1/32"), 80, new Service("shop", "checkout"))
                .build(new Node("node", List.of(), new Node.Emitter("observer", "0.1.0"))));
        return inventory;
    }

    private static Prefix prefix(String text) {
        return Objects.requireNonNull(PrefixParser.parse(text));
    }

    private ServedRing served() throws Exception {
        return new ServedRing(7, "unix:" + directory.resolve("o.sock"), "127.0.0.1:0");
    }

    private static NodeGrpc.NodeBlockingStub node(ServedRing served, int listener) {
        return NodeGrpc.newBlockingStub(served.channel(listener)).withDeadlineAfter(20, TimeUnit.SECONDS);
    }
}
