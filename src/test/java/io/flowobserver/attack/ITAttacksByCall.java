// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.serve.limit.RawHttp2Connection;
import io.flowobserver.serve.stream.DeafFollowers;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.netty.handler.codec.http2.Http2Error;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that take what they can by gRPC calls, all against one daemon: memory stays bounded, those on its node are
 * served meanwhile, and the log stays short.
 */
@Timeout(120)
class ITAttacksByCall {
    private static final String GET_FLOWS = "observer.Observer/GetFlows";
    private static final String REFLECTION = "grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
    private static final List<String> METHODS =
            List.of(GET_FLOWS, "peer.Peer/Notify", "grpc.health.v1.Health/Watch", "observer.Observer/ServerStatus");

    /** Connections that a listener takes, but for a few. */
    private static final int CONNECTIONS = 1_900;

    private static final int CALLS = 100;
    private static final int PART = 16 << 10;
    private static final int LARGEST_MESSAGE = 4 << 20;

    /** Addresses from which the attackers connect. */
    private static final int ATTACKERS = 16;

    /** Lines of the log that one attack may cause: one for each limit, and one more of each ten seconds later. */
    private static final int LINES = 12;

    private static AttackedDaemon daemon;

    private final List<RawHttp2Connection> connections = new ArrayList<>();
    private int lines;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        daemon = AttackedDaemon.start(directory);
    }

    @AfterAll
    static void stop() {
        if (daemon != null) {
            daemon.close();
        }
    }

    @BeforeEach
    void count() {
        lines = daemon.log().size();
    }

    @AfterEach
    void assertServed() throws Exception {
        for (RawHttp2Connection connection : connections) {
            connection.close();
        }
        daemon.assertServed();
        assertThat(daemon.log().subList(lines, daemon.log().size())).hasSizeLessThanOrEqualTo(LINES);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(daemon.metric("observer_calls")).isLessThan(10));
    }

    @Test
    void messages_withoutAnEnd_holdBoundedMemory() throws Exception {
        byte[] part = new byte[PART];
        for (int i = 0; i < 2 * ATTACKERS; i++) {
            RawHttp2Connection attacker = connect(i).settings();
            for (int stream = 1; stream < 2 * CALLS; stream += 2) {
                attacker.call(stream, GET_FLOWS).data(stream, RawHttp2Connection.head(0, LARGEST_MESSAGE));
                for (int sent = 0; sent < 1 << 20; sent += PART) {
                    attacker.data(stream, part);
                }
                if (!isSent(attacker)) {
                    break;
                }
            }
        }
        assertThat(rejected("request_memory")).isPositive();
    }

    @Test
    void messages_compressedAndNotHalfClosed_holdBoundedMemory() throws Exception {
        byte[] large = gzip(new byte[LARGEST_MESSAGE]);
        byte[] allowed = gzip(new byte[64 << 10]);
        for (int i = 0; i < 2 * ATTACKERS; i++) {
            RawHttp2Connection attacker = connect(i).settings();
            for (int stream = 1; stream < 2 * CALLS; stream += 2) {
                byte[] small = i < ATTACKERS ? large : allowed;
                attacker.call(stream, GET_FLOWS, "grpc-encoding", "gzip")
                        .data(stream, RawHttp2Connection.head(1, small.length))
                        .data(stream, small);
            }
            isSent(attacker);
        }
        await().untilAsserted(() -> assertThat(rejected("request_memory")).isPositive());
    }

    @Test
    void calls_withoutARequest_areBounded() throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            RawHttp2Connection attacker = connect(i).settings();
            for (int call = 0; call < CALLS; call++) {
                attacker.call(2 * call + 1, METHODS.get(call % METHODS.size()));
            }
            isSent(attacker);
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(rejected("node_calls")).isPositive());
        assertThat(daemon.metric("observer_calls")).isLessThan(2_048);
    }

    @Test
    void calls_thatStayOpen_areBounded() throws Exception {
        for (int i = 0; i < 200; i++) {
            RawHttp2Connection attacker = connect(i).settings(RawHttp2Connection.INITIAL_WINDOW_SIZE, 0);
            for (int call = 0; call < CALLS; call++) {
                attacker.call(2 * call + 1, METHODS.get(call % 3)).request(2 * call + 1, new byte[0]);
            }
            isSent(attacker);
        }
        await().untilAsserted(() -> assertThat(rejected("node_calls")).isPositive());
    }

    @Test
    void followers_thatNeverRead_leaveStreamsToUnixSockets() throws Exception {
        for (int i = 0; i < 1_030; i++) {
            DeafFollowers.begin(connect(i));
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(daemon.metric("observer_readers{kind=\"grpc\"}"))
                        .isGreaterThan(900));
    }

    @Test
    void followers_withLargeFilters_holdBoundedMemory() throws Exception {
        var expressions = FlowFilter.Experimental.newBuilder();
        for (int i = 0; i < 3; i++) {
            expressions.addCelExpression("1==1" + "||1==1".repeat(600));
        }
        byte[] request = GetFlowsRequest.newBuilder()
                .addWhitelist(FlowFilter.newBuilder().setExperimental(expressions))
                .setFollow(true)
                .build()
                .toByteArray();
        for (int i = 0; i < 5 * ATTACKERS; i++) {
            isSent(connect(i).settings().call(1, GET_FLOWS).request(1, request));
        }
        await().untilAsserted(() -> assertThat(rejected("request_memory")).isPositive());
    }

    @Test
    void dataFrames_aMillionEmptyOnes_closeTheConnection() throws Exception {
        RawHttp2Connection attacker = connect(1).settings().call(1, GET_FLOWS).flush();
        for (int i = 0; i < 1_000_000; i++) {
            attacker.noData(1, 0);
        }
        isSent(attacker);
        await().untilAsserted(() -> assertThat(rejected("data_frames")).isPositive());
    }

    @Test
    void dataFrames_thatWait_closeTheConnection() throws Exception {
        double before = rejected("data_frames");
        byte[] request = RawHttp2Connection.framed(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol("observer.Observer")
                .build()
                .toByteArray());
        for (int i = 0; i < ATTACKERS; i++) {
            RawHttp2Connection attacker = connect(i).settings(RawHttp2Connection.INITIAL_WINDOW_SIZE, 0);
            attacker.call(1, REFLECTION);
            for (int message = 0; message < 20; message++) {
                attacker.data(1, request);
            }
            for (int frame = 0; frame < 60_000; frame++) {
                attacker.data(1, new byte[1]);
            }
            isSent(attacker);
        }
        await().untilAsserted(() -> assertThat(rejected("data_frames")).isGreaterThanOrEqualTo(before + ATTACKERS));
    }

    @Test
    void messages_thatCannotBeRead_logOneLine() throws Exception {
        double before = rejected("bad_request");
        for (int i = 0; i < 3; i++) {
            RawHttp2Connection attacker = connect(i).settings().flush();
            for (int call = 0; call < CALLS; call++) {
                int stream = 6 * call + 1;
                attacker.call(stream, GET_FLOWS)
                        .data(stream, RawHttp2Connection.head(1, 4))
                        .data(stream, new byte[4]);
                attacker.call(stream + 2, GET_FLOWS).data(stream + 2, RawHttp2Connection.head(0, LARGEST_MESSAGE + 1));
                attacker.call(stream + 4, METHODS.get(3))
                        .request(stream + 4, new byte[] {-1})
                        .flush();
                assertThat(attacker.trailers(stream).get("grpc-status")).hasToString("13");
                assertThat(attacker.trailers(stream + 2).get("grpc-status")).hasToString("8");
                assertThat(attacker.trailers(stream + 4).get("grpc-status")).hasToString("13");
            }
        }
        await().untilAsserted(() -> assertThat(rejected("bad_request")).isGreaterThanOrEqualTo(before + 9 * CALLS));
        assertThat(daemon.log().subList(lines, daemon.log().size())).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void headers_thatFillTheTable_takeLittleMemory() throws Exception {
        RawHttp2Connection attacker = connect(1)
                .settings(RawHttp2Connection.HEADER_TABLE_SIZE, RawHttp2Connection.LARGEST_TABLE)
                .flush();
        for (int call = 0; call < 6_000; call++) {
            attacker.callWithoutMessage(2 * call + 1, call + "x".repeat(PART * 3 / 4))
                    .flush();
            assertThat(attacker.trailers(2 * call + 1).get("grpc-status")).hasToString("12");
        }
    }

    @Test
    void resets_more_areAnsweredWithTheEndOfTheConnection() throws Exception {
        RawHttp2Connection attacker = connect(1).settings();
        for (int call = 0; call < 1_000; call++) {
            attacker.call(2 * call + 1, GET_FLOWS).frame(RawHttp2Connection.RST_STREAM, 0, 2 * call + 1, new byte[4]);
        }
        isSent(attacker);
        assertThat(attacker.await(RawHttp2Connection.GOAWAY, 0).intAt(4))
                .isEqualTo((int) Http2Error.ENHANCE_YOUR_CALM.code());
    }

    private double rejected(String limit) throws Exception {
        return daemon.metric("observer_calls_rejected_total{reason=\"" + limit + "\"}");
    }

    private RawHttp2Connection connect(int number) {
        RawHttp2Connection connection =
                new RawHttp2Connection(daemon.connect(1 + number % ATTACKERS, AttackedDaemon.PORT));
        connections.add(connection);
        return connection;
    }

    /** Returns whether the server has read what was to be sent; it may close the connection instead. */
    private static boolean isSent(RawHttp2Connection attacker) {
        try {
            attacker.flush();
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
