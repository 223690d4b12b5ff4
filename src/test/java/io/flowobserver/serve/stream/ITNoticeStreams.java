// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import static io.flowobserver.serve.ServedRing.SECOND;
import static io.flowobserver.serve.ServedRing.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Timestamp;
import io.flowobserver.flow.entity.Notice;
import io.flowobserver.proto.flow.DebugEvent;
import io.flowobserver.proto.observer.GetAgentEventsRequest;
import io.flowobserver.proto.observer.GetAgentEventsResponse;
import io.flowobserver.proto.observer.GetDebugEventsRequest;
import io.flowobserver.proto.observer.GetDebugEventsResponse;
import io.flowobserver.proto.observer.ObserverGrpc;
import io.flowobserver.ring.NoticeRing;
import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.StreamedCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GetAgentEvents and GetDebugEvents over a unix socket, request by request. */
class ITNoticeStreams {
    private static final int ALL = 100_000;

    @TempDir
    Path directory;

    @Test
    void getAgentEvents_eachCombination_answersItsPart() throws IOException {
        try (var served = served()) {
            assertThat(ids(served, r -> r)).isEmpty();
            assertThat(ids(served, r -> r.setFirst(true).setNumber(3))).isEmpty();
            served.writeAgentEvents(5);
            assertThat(ids(served, r -> r)).containsExactly(0L, 1L, 2L, 3L, 4L);
            assertThat(ids(served, r -> r.setNumber(3))).containsExactly(2L, 3L, 4L);
            assertThat(ids(served, r -> r.setNumber(9))).containsExactly(0L, 1L, 2L, 3L, 4L);
            assertThat(ids(served, r -> r.setNumber(-1))).containsExactly(0L, 1L, 2L, 3L, 4L);
            assertThat(ids(served, r -> r.setNumber(3).setFirst(true))).containsExactly(0L, 1L, 2L);
            assertThat(ids(served, r -> r.setFirst(true))).containsExactly(0L, 1L, 2L, 3L, 4L);
            assertThat(ids(served, r -> r.setSince(at(1)))).containsExactly(1L, 2L, 3L, 4L);
            assertThat(ids(served, r -> r.setSince(at(1)).setNumber(2))).containsExactly(1L, 2L);
            assertThat(ids(served, r -> r.setSince(at(9)))).isEmpty();
            assertThat(ids(served, r -> r.setUntil(at(2)))).containsExactly(0L, 1L, 2L);
            assertThat(ids(served, r -> r.setUntil(at(2)).setNumber(2))).containsExactly(1L, 2L);
            assertThat(ids(served, r -> r.setUntil(at(2)).setNumber(2).setFirst(true)))
                    .containsExactly(0L, 1L);
            assertThat(ids(served, r -> r.setSince(at(1)).setUntil(at(3)))).containsExactly(1L, 2L, 3L);
            assertThat(ids(served, r -> r.setSince(at(3)).setUntil(at(1)))).isEmpty();
        }
    }

    /** Flows and events of the other kind don't count. */
    @Test
    void getDebugEvents_number_countsOnlyItsKind() throws IOException {
        try (var served = served()) {
            writeDebugEvent(served, "one");
            served.write(100);
            served.writeAgentEvents(100);
            List<GetDebugEventsResponse> answers = new ArrayList<>();
            served.stub()
                    .getDebugEvents(
                            GetDebugEventsRequest.newBuilder().setNumber(20).build())
                    .forEachRemaining(answers::add);
            assertThat(answers).hasSize(1);
            assertThat(answers.get(0).getDebugEvent().getMessage()).isEqualTo("one");
            assertThat(answers.get(0).getNodeName()).isEqualTo(ServedRing.NODE);
            assertThat(answers.get(0).getTime()).isEqualTo(at(7));
        }
    }

    @Test
    void getDebugEvents_timesAndNumber_areThoseOfTheRequest() throws IOException {
        try (var served = served()) {
            writeDebugEvent(served, "one");
            writeDebugEvent(served, "two");
            var request = GetDebugEventsRequest.newBuilder();
            assertThat(served.stub()
                            .getDebugEvents(request.setNumber(1).build())
                            .next()
                            .getDebugEvent()
                            .getMessage())
                    .isEqualTo("two");
            assertThat(served.stub()
                            .getDebugEvents(request.setFirst(true).build())
                            .next()
                            .getDebugEvent()
                            .getMessage())
                    .isEqualTo("one");
            assertThat(served.stub()
                            .getDebugEvents(request.setSince(at(8)).build())
                            .hasNext())
                    .isFalse();
            request.clearSince().setUntil(at(6));
            assertThat(served.stub().getDebugEvents(request.build()).hasNext()).isFalse();
        }
    }

    @Test
    void getAgentEvents_everyAnswer_hasTimeAndNode() throws IOException {
        try (var served = served()) {
            served.writeAgentEvents(1);
            GetAgentEventsResponse answer = answers(served, r -> r).get(0);
            assertThat(answer.getTime()).isEqualTo(at(0));
            assertThat(answer.getNodeName()).isEqualTo(ServedRing.NODE);
        }
    }

    @Test
    void getAgentEvents_invalidRequest_endsWithTheReferencesStatus() throws IOException {
        try (var served = served()) {
            assertStatus(
                    served,
                    r -> r.setFirst(true).setFollow(true),
                    Status.INVALID_ARGUMENT.withDescription("first cannot be specified with follow"));
            assertStatus(
                    served,
                    r -> r.setUntil(Timestamp.newBuilder().setNanos(-1)),
                    Status.UNKNOWN.withDescription("proto: timestamp (nanos:-1) has out-of-range nanos"));
        }
    }

    @Test
    void follow_eachKind_getsItsEventsAtOnceAndNoOthers() throws Exception {
        try (var served = served()) {
            served.writeAgentEvents(3);
            var newest = follow(served, r -> r);
            var last = follow(served, r -> r.setNumber(2));
            var since = follow(served, r -> r.setSince(at(1)).setNumber(1));
            var debug = new StreamedCall<>(served.lastChannel(), ObserverGrpc.getGetDebugEventsMethod())
                    .start(GetDebugEventsRequest.newBuilder().setFollow(true).build())
                    .take(ALL);
            assertThat(id(newest.next())).isEqualTo(2);
            assertThat(id(last.next())).isEqualTo(1);
            assertThat(id(last.next())).isEqualTo(2);
            assertThat(id(since.next())).isEqualTo(1);
            assertThat(id(since.next())).isEqualTo(2);
            for (int i = 3; i < 200; i++) {
                served.writeAgentEvents(1);
                served.write(1);
                for (var call : List.of(newest, last, since)) {
                    assertThat(id(call.next())).isEqualTo(i);
                }
            }
            writeDebugEvent(served, "x");
            assertThat(debug.next().getDebugEvent().getMessage()).isEqualTo("x");
            assertThat(debug.received).isEmpty();
            assertThat(newest.received).isEmpty();
        }
    }

    @Test
    void follow_until_endsWithTheFirstLaterEvent() throws Exception {
        try (var served = served()) {
            var call = follow(served, r -> r.setUntil(at(2)));
            served.writeAgentEvents(5);
            assertThat(call.closed.get(10, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.OK);
            assertThat(call.received).hasSize(3);
        }
    }

    /** What the client does not take stays in the ring until the ring moves on; then it is counted. */
    @Test
    void follow_clientThatDoesNotRead_missesWhatTheRingDropped() throws Exception {
        try (var served = served()) {
            var call = new StreamedCall<>(served.channel(), ObserverGrpc.getGetAgentEventsMethod())
                    .start(GetAgentEventsRequest.newBuilder().setFollow(true).build());
            for (int i = 0; i < 50; i++) {
                served.writeAgentEvents(NoticeRing.CAPACITY);
            }
            long written = served.rings.agent().written();
            call.take(ALL * 10);
            long seen = 0;
            long last = -1;
            while (last < written - 1) {
                long id = id(call.next());
                assertThat(id).isGreaterThan(last);
                last = id;
                seen++;
            }
            assertThat(served.readers.skipped()).isEqualTo(written - seen).isPositive();
            assertThat(served.readers.lapped()).isPositive();
        }
    }

    @Test
    void follow_cancelled_isForgotten() throws Exception {
        try (var served = served()) {
            var call = follow(served, r -> r);
            served.writeAgentEvents(1);
            call.next();
            assertThat(served.server.streams().open()).isEqualTo(1);
            call.cancel();
            Awaitility.await()
                    .atMost(10, TimeUnit.SECONDS)
                    .until(() -> served.server.streams().open() == 0);
            served.writeAgentEvents(1);
            assertThat(ids(served, r -> r)).containsExactly(0L, 1L);
        }
    }

    @Test
    void getAgentEvents_moreThanASlice_keepsOrderAndCount() throws IOException {
        try (var served = served()) {
            served.writeAgentEvents(NoticeRing.CAPACITY + 10);
            assertThat(ids(served, r -> r))
                    .hasSize(NoticeRing.CAPACITY)
                    .isSorted()
                    .startsWith(10L);
        }
    }

    private ServedRing served() throws IOException {
        return new ServedRing(15, "unix://" + directory.resolve("observer.sock"));
    }

    private static void writeDebugEvent(ServedRing served, String message) {
        DebugEvent event = DebugEvent.newBuilder().setMessage(message).build();
        served.rings.debug().write(new Notice((START + 7) * SECOND, event.toByteArray()));
        served.ring.signal();
    }

    private static StreamedCall<GetAgentEventsRequest, GetAgentEventsResponse> follow(
            ServedRing served, UnaryOperator<GetAgentEventsRequest.Builder> request) throws Exception {
        var builder = GetAgentEventsRequest.newBuilder().setFollow(true);
        return new StreamedCall<>(served.channel(), ObserverGrpc.getGetAgentEventsMethod())
                .start(request.apply(builder).build())
                .take(ALL);
    }

    private static void assertStatus(
            ServedRing served, UnaryOperator<GetAgentEventsRequest.Builder> request, Status expected) {
        var failure = catchThrowableOfType(StatusRuntimeException.class, () -> answers(served, request));
        assertThat(failure.getStatus().getCode()).isEqualTo(expected.getCode());
        assertThat(failure.getStatus().getDescription()).isEqualTo(expected.getDescription());
    }

    private static List<Long> ids(ServedRing served, UnaryOperator<GetAgentEventsRequest.Builder> request) {
        return answers(served, request).stream().map(ITNoticeStreams::id).toList();
    }

    private static List<GetAgentEventsResponse> answers(
            ServedRing served, UnaryOperator<GetAgentEventsRequest.Builder> request) {
        List<GetAgentEventsResponse> answers = new ArrayList<>();
        served.stub()
                .getAgentEvents(
                        request.apply(GetAgentEventsRequest.newBuilder()).build())
                .forEachRemaining(answers::add);
        return answers;
    }

    private static long id(GetAgentEventsResponse answer) {
        return answer.getAgentEvent().getEndpointUpdate().getId();
    }

    private static Timestamp at(int second) {
        return Timestamp.newBuilder().setSeconds(START + second).build();
    }
}
