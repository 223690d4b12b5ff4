// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import static io.flowobserver.serve.ServedRing.SECOND;
import static io.flowobserver.serve.ServedRing.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import io.flowobserver.proto.flow.Endpoint;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.flow.LostEventSource;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.ring.LossNote;
import io.flowobserver.serve.ServedRing;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What GetFlows answers without following, request by request, over real gRPC. */
class ITGetFlows {
    private static final FlowFilter DROPS =
            FlowFilter.newBuilder().addVerdict(Verdict.DROPPED).build();

    @Test
    void getFlows_partlyFilledRing_answersEachCombination() throws IOException {
        try (var served = new ServedRing(7)) {
            served.write(5);
            assertThat(numbers(served, r -> r)).containsExactly(0, 1, 2, 3, 4);
            assertThat(numbers(served, r -> r.setNumber(3))).containsExactly(2, 3, 4);
            assertThat(numbers(served, r -> r.setNumber(3).setFirst(true))).containsExactly(0, 1, 2);
            assertThat(numbers(served, r -> r.setFirst(true))).containsExactly(0, 1, 2, 3, 4);
            assertThat(numbers(served, r -> r.setNumber(-1))).containsExactly(0, 1, 2, 3, 4);
            assertThat(numbers(served, r -> r.setSince(at(1)))).containsExactly(1, 2, 3, 4);
            assertThat(numbers(served, r -> r.setSince(at(1)).setNumber(2))).containsExactly(1, 2);
            assertThat(numbers(served, r -> r.setSince(at(9)))).isEmpty();
            assertThat(numbers(served, r -> r.setUntil(at(2)))).containsExactly(0, 1, 2);
            assertThat(numbers(served, r -> r.setUntil(at(2)).setNumber(2))).containsExactly(1, 2);
            assertThat(numbers(served, r -> r.setUntil(at(2)).setNumber(2).setFirst(true)))
                    .containsExactly(0, 1);
            assertThat(numbers(served, r -> r.setSince(at(1)).setUntil(at(3)))).containsExactly(1, 2, 3);
            assertThat(numbers(served, r -> r.setSince(at(1)).setUntil(at(3)).setNumber(2)))
                    .containsExactly(1, 2);
            assertThat(numbers(served, r -> r.setSince(at(3)).setUntil(at(1)))).isEmpty();
        }
    }

    @Test
    void getFlows_fullRing_answersTheWindowWithoutLoss() throws IOException {
        try (var served = new ServedRing(7)) {
            served.write(20);
            assertThat(numbers(served, r -> r)).containsExactly(13, 14, 15, 16, 17, 18, 19);
            assertThat(numbers(served, r -> r.setNumber(3))).containsExactly(17, 18, 19);
            assertThat(numbers(served, r -> r.setNumber(9))).containsExactly(13, 14, 15, 16, 17, 18, 19);
            assertThat(numbers(served, r -> r.setNumber(3).setFirst(true))).containsExactly(13, 14, 15);
            assertThat(numbers(served, r -> r.setSince(at(2)))).containsExactly(13, 14, 15, 16, 17, 18, 19);
        }
    }

    @Test
    void getFlows_emptyRingAndOneFlow_newestAtOnceAndAlwaysAnEnd() throws IOException {
        try (var served = new ServedRing(7)) {
            assertThat(numbers(served, r -> r.setFirst(true))).isEmpty();
            assertThat(numbers(served, r -> r.setNumber(5))).isEmpty();
            served.write(1);
            assertThat(numbers(served, r -> r)).containsExactly(0);
        }
    }

    @Test
    void getFlows_filters_countOnlyWhatMatches() throws IOException {
        try (var served = new ServedRing(15)) {
            served.write(12);
            assertThat(numbers(served, r -> r.addWhitelist(DROPS))).containsExactly(3, 7, 11);
            assertThat(numbers(served, r -> r.addWhitelist(DROPS).setNumber(2))).containsExactly(7, 11);
            assertThat(numbers(served, r -> r.addWhitelist(DROPS).setNumber(2).setFirst(true)))
                    .containsExactly(3, 7);
            assertThat(numbers(served, r -> r.addWhitelist(DROPS).setNumber(1).setUntil(at(9))))
                    .containsExactly(7);
            assertThat(numbers(served, r -> r.addWhitelist(DROPS).setNumber(9))).containsExactly(3, 7, 11);
            assertThat(numbers(served, r -> r.addBlacklist(DROPS).setNumber(3))).containsExactly(8, 9, 10);
            assertThat(numbers(served, r -> r.addBlacklist(FlowFilter.getDefaultInstance())))
                    .isEmpty();
        }
    }

    @Test
    void getFlows_moreThanASlice_keepsOrderAndCount() throws IOException {
        try (var served = new ServedRing(16_383)) {
            served.write(10_000);
            assertThat(numbers(served, r -> r))
                    .isEqualTo(IntStream.range(0, 10_000).boxed().toList());
            assertThat(numbers(served, r -> r.addWhitelist(DROPS).setNumber(2_000)))
                    .hasSize(2_000)
                    .startsWith(2_003)
                    .endsWith(9_999);
        }
    }

    @Test
    void getFlows_everyAnswer_hasTimeAndNodeOfTheFlow() throws IOException {
        try (var served = new ServedRing(7)) {
            served.write(1);
            GetFlowsResponse whole =
                    served.responses(GetFlowsRequest.newBuilder()).get(0);
            assertThat(whole.getTime())
                    .isEqualTo(at(0))
                    .isEqualTo(whole.getFlow().getTime());
            assertThat(whole.getNodeName()).isEqualTo(ServedRing.NODE);
            assertThat(whole.getFlow().getNodeName()).isEqualTo(ServedRing.NODE);

            var mask = FieldMask.newBuilder()
                    .addPaths("source.pod_name")
                    .addPaths("l4")
                    .addPaths("IP.source");
            GetFlowsResponse masked = served.responses(
                            GetFlowsRequest.newBuilder().setFieldMask(mask))
                    .get(0);
            Flow.Builder expected = Flow.newBuilder().setL4(whole.getFlow().getL4());
            expected.getSourceBuilder().setPodName("client-1");
            // The flow has no IP, but a path of the mask leads through it.
            expected.getIPBuilder();
            assertThat(masked).isEqualTo(whole.toBuilder().setFlow(expected).build());
        }
    }

    @Test
    void getFlows_maskOfTheHubbleCommand_accepted() throws IOException {
        try (var served = new ServedRing(7)) {
            served.write(1);
            var mask = FieldMask.newBuilder()
                    .addAllPaths(
                            List.of("time", "verdict", "ethernet", "IP", "l4", "source.identity", "source.namespace"))
                    .addAllPaths(List.of("source.pod_name", "destination.identity", "destination.namespace"))
                    .addAllPaths(List.of("destination.pod_name", "Type", "node_name", "l7", "event_type"))
                    .addAllPaths(List.of("source_service", "destination_service", "is_reply", "Summary"))
                    .addPaths("ip_trace_id");
            Flow flow = served.responses(GetFlowsRequest.newBuilder().setFieldMask(mask))
                    .get(0)
                    .getFlow();
            assertThat(flow.getSource().getPodName()).isEqualTo("client-1");
            assertThat(flow.getSource().getLabelsCount()).isZero();
            assertThat(flow.getDestination()).isEqualTo(Endpoint.getDefaultInstance());
            assertThat(flow.getUuid()).isEmpty();
        }
    }

    @Test
    void getFlows_lossNotes_standWhereTheirTimeIs() throws IOException {
        try (var served = new ServedRing(15)) {
            served.write(4);
            long between = (START + 1) * SECOND + SECOND / 2;
            served.ledger.add(new LossNote(LossNote.PERF_RING, 3, 10, between, between + 5));
            served.ledger.add(new LossNote(LossNote.PERF_RING, 3, 5, between + 7, between + 9));
            served.ledger.add(new LossNote(
                    LossNote.EVENTS_QUEUE, LossNote.NO_CPU, 1, (START + 3) * SECOND + 1, (START + 3) * SECOND + 1));

            assertThat(numbers(served, r -> r)).containsExactly(0, 1, -1, 2, 3, -1);
            assertThat(numbers(served, r -> r.setNumber(3).setFirst(true))).containsExactly(0, 1, -1, 2);
            assertThat(numbers(served, r -> r.setSince(at(2)))).containsExactly(2, 3, -1);
            assertThat(numbers(served, r -> r.addWhitelist(DROPS).setUntil(at(3))))
                    .containsExactly(-1, 3);

            GetFlowsResponse note =
                    served.responses(GetFlowsRequest.newBuilder()).get(2);
            assertThat(note.getNodeName()).isEqualTo(ServedRing.NODE);
            assertThat(note.getLostEvents().getSource()).isEqualTo(LostEventSource.PERF_EVENT_RING_BUFFER);
            assertThat(note.getLostEvents().getNumEventsLost()).isEqualTo(15);
            assertThat(note.getLostEvents().getCpu().getValue()).isEqualTo(3);
            Timestamp.Builder second = at(1).toBuilder();
            assertThat(note.getLostEvents().getFirst())
                    .isEqualTo(second.setNanos(500_000_000).build());
            assertThat(note.getLostEvents().getLast())
                    .isEqualTo(second.setNanos(500_000_009).build());
            assertThat(note.getTime()).isEqualTo(note.getLostEvents().getLast());
        }
    }

    @Test
    void getFlows_lossesOfAnEmptyRing_areTold() throws IOException {
        try (var served = new ServedRing(15)) {
            served.ledger.add(new LossNote(LossNote.PERF_RING, 0, 10, START * SECOND, START * SECOND));
            List<GetFlowsResponse> answer = served.responses(GetFlowsRequest.newBuilder());
            assertThat(answer).hasSize(1);
            assertThat(answer.get(0).getLostEvents().hasCpu()).isTrue();
        }
    }

    @Test
    void getFlows_invalidRequests_endWithTheReferencesStatus() throws IOException {
        try (var served = new ServedRing(7)) {
            served.write(1);
            assertStatus(
                    served,
                    r -> r.setFirst(true).setFollow(true),
                    Status.INVALID_ARGUMENT.withDescription("first cannot be specified with follow"));
            assertStatus(
                    served,
                    r -> r.setFieldMask(FieldMask.newBuilder().addPaths("nope")),
                    Status.UNKNOWN.withDescription("invalid fieldmask"));
            assertStatus(
                    served,
                    r -> r.setFieldMask(FieldMask.newBuilder().addPaths("")),
                    Status.UNKNOWN.withDescription("invalid fieldmask"));
            assertStatus(
                    served,
                    r -> r.setFieldMask(FieldMask.newBuilder().addPaths("source.workloads.name")),
                    Status.UNKNOWN.withDescription("invalid fieldmask"));
            assertStatus(
                    served,
                    r -> r.addWhitelist(FlowFilter.newBuilder().addProtocol("quic")),
                    Status.UNKNOWN.withDescription("invalid protocol filter: unknown protocol: \"quic\""));
            assertStatus(
                    served,
                    r -> r.addWhitelist(FlowFilter.newBuilder().addDnsQuery("(")),
                    Status.UNKNOWN.withDescription("invalid DNS query filter: failed to compile regexp: "
                            + "error parsing regexp: missing closing ): `(`"));
            assertStatus(
                    served,
                    r -> r.setFieldMask(FieldMask.newBuilder().addPaths("source.")),
                    Status.UNKNOWN.withDescription("invalid fieldmask"));
        }
    }

    @Test
    void getFlows_timeOutOfRange_refusedInTheWordsOfTheProtobufLibrary() throws IOException {
        try (var served = new ServedRing(7)) {
            assertStatus(
                    served,
                    r -> r.setSince(Timestamp.newBuilder().setNanos(-1)),
                    Status.UNKNOWN.withDescription("proto: timestamp (nanos:-1) has out-of-range nanos"));
            assertStatus(
                    served,
                    r -> r.setUntil(Timestamp.newBuilder().setSeconds(3).setNanos(1_000_000_000)),
                    Status.UNKNOWN.withDescription(
                            "proto: timestamp (seconds:3 nanos:1000000000) has out-of-range nanos"));
            assertStatus(
                    served,
                    r -> r.setSince(Timestamp.newBuilder().setSeconds(-62_135_596_801L)),
                    Status.UNKNOWN.withDescription("proto: timestamp (seconds:-62135596801) before 0001-01-01"));
            assertStatus(
                    served,
                    r -> r.setUntil(Timestamp.newBuilder().setSeconds(253_402_300_800L)),
                    Status.UNKNOWN.withDescription("proto: timestamp (seconds:253402300800) after 9999-12-31"));
        }
    }

    /** Of several faults the one is told that the reference finds first. */
    @Test
    void getFlows_severalFaults_firstOneIsTold() throws IOException {
        Timestamp invalid = Timestamp.newBuilder().setNanos(-1).build();
        FieldMask unknown = FieldMask.newBuilder().addPaths("nope").build();
        FlowFilter quic = FlowFilter.newBuilder().addProtocol("quic").build();
        try (var served = new ServedRing(7)) {
            assertStatus(
                    served,
                    r -> r.setFirst(true).setFollow(true).addWhitelist(quic).setSince(invalid),
                    Status.INVALID_ARGUMENT.withDescription("first cannot be specified with follow"));
            assertStatus(
                    served,
                    r -> r.addBlacklist(quic).setSince(invalid).setFieldMask(unknown),
                    Status.UNKNOWN.withDescription("invalid protocol filter: unknown protocol: \"quic\""));
            assertStatus(
                    served,
                    r -> r.setUntil(invalid).setFieldMask(unknown),
                    Status.UNKNOWN.withDescription("proto: timestamp (nanos:-1) has out-of-range nanos"));
        }
    }

    /** A parent covers its children, and time and node name are in the answer also where they are not in the mask. */
    @Test
    void getFlows_maskWithParentAndChild_isThatOfTheParent() throws IOException {
        try (var served = new ServedRing(7)) {
            served.write(1);
            GetFlowsResponse whole =
                    served.responses(GetFlowsRequest.newBuilder()).get(0);
            for (List<String> paths : List.of(
                    List.of("source", "source.pod_name"), List.of("source.pod_name", "source", "source.labels"))) {
                var mask = FieldMask.newBuilder().addAllPaths(paths);
                assertThat(served.responses(GetFlowsRequest.newBuilder().setFieldMask(mask)))
                        .containsExactly(whole.toBuilder()
                                .setFlow(Flow.newBuilder()
                                        .setSource(whole.getFlow().getSource()))
                                .build());
            }
        }
    }

    @Test
    void getFlows_hugeInvalidFilter_refusedInFewWords() throws IOException {
        try (var served = new ServedRing(7)) {
            StatusRuntimeException refused = refusal(served, "x".repeat(1 << 17));
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
            assertThat(refused.getStatus().getDescription()).hasSize(1_003).startsWith("invalid protocol filter");
            assertThat(refusal(served, "x".repeat(1 << 20)).getStatus().getDescription())
                    .isEqualTo("filters of more than 262144 bytes in a request");
        }
    }

    private static StatusRuntimeException refusal(ServedRing served, String protocol) {
        FlowFilter filter = FlowFilter.newBuilder().addProtocol(protocol).build();
        return catchThrowableOfType(StatusRuntimeException.class, () -> numbers(served, r -> r.addWhitelist(filter)));
    }

    @Test
    void getFlows_timesBeyondWhatRowsHold_areNoLimit() throws IOException {
        try (var served = new ServedRing(7)) {
            served.write(2);
            Timestamp year9999 =
                    Timestamp.newBuilder().setSeconds(253_402_300_799L).build();
            Timestamp year1 =
                    Timestamp.newBuilder().setSeconds(-62_135_596_800L).build();
            assertThat(numbers(served, r -> r.setSince(year1).setUntil(year9999)))
                    .containsExactly(0, 1);
            assertThat(numbers(served, r -> r.setUntil(year9999).setNumber(1))).containsExactly(1);
            assertThat(numbers(served, r -> r.setSince(year9999))).isEmpty();
        }
    }

    private static void assertStatus(
            ServedRing served, UnaryOperator<GetFlowsRequest.Builder> request, Status expected) {
        List<GetFlowsResponse> answers = new ArrayList<>();
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> answers.addAll(served.responses(request.apply(GetFlowsRequest.newBuilder()))));
        assertThat(answers).isEmpty();
        assertThat(refused.getStatus().getCode()).isEqualTo(expected.getCode());
        assertThat(refused.getStatus().getDescription()).isEqualTo(expected.getDescription());
    }

    private static List<Integer> numbers(ServedRing served, UnaryOperator<GetFlowsRequest.Builder> request) {
        return served.numbers(request.apply(GetFlowsRequest.newBuilder()));
    }

    private static Timestamp at(int number) {
        return Timestamp.newBuilder().setSeconds(START + number).build();
    }
}
