// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.JsonFormat;
import io.flowobserver.proto.node.NodeStatus;
import io.flowobserver.proto.node.Reader;
import io.flowobserver.proto.node.Readers;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.reader.registry.ReaderKind;
import io.flowobserver.serve.FlowCall;
import io.flowobserver.serve.ServedRing;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The readers that the status page lists, with real clients that do not read. */
class ITReaderStatus {
    private static final int CAPACITY = 1_023;
    private static final int BATCH = 500;

    @TempDir
    private Path directory;

    @Test
    void status_clientsThatDoNotRead_areListedWithTheirLag() throws Exception {
        try (var served = new ServedRing(CAPACITY, "unix:" + directory.resolve("o.sock"), "127.0.0.1:0");
                var deaf = new HttpText(served, 0)) {
            deaf.send("GET /flows?follow&last=1 HTTP/1.1\r\nHost: x\r\n\r\n");
            await().until(() -> served.readers.size(ReaderKind.HTTP) == 1);
            fallBehind(served, ReaderKind.HTTP);
            FlowCall call = FlowCall.start(
                    served.channel(1), GetFlowsRequest.newBuilder().setFollow(true));
            await().until(() -> served.readers.size(ReaderKind.GRPC) == 1);
            fallBehind(served, ReaderKind.GRPC);

            Readers readers = readers(served);
            assertThat(readers.getOpen()).isEqualTo(2);
            assertThat(readers.getFarthestBehindList())
                    .extracting(Reader::getKind)
                    .containsExactly("http", "grpc");
            assertThat(readers.getFarthestBehindList()).allSatisfy(reader -> {
                assertThat(reader.getLag()).isGreaterThan(CAPACITY);
                assertThat(reader.getPosition() + reader.getLag()).isEqualTo(served.ring.written());
                assertThat(reader.getDelivered()).isPositive();
                assertThat(reader.getOpened().getSeconds())
                        .isBetween(System.currentTimeMillis() / 1_000 - 60, System.currentTimeMillis() / 1_000);
            });
            assertThat(readers.getFarthestBehind(0).getClient())
                    .isEqualTo("process " + ProcessHandle.current().pid());
            assertThat(readers.getFarthestBehind(1).getClient()).matches("127\\.0\\.0\\.1:[0-9]+");

            call.take(Integer.MAX_VALUE);
            await().until(() -> served.readers.maxLag(ReaderKind.GRPC) == 0);
            deaf.channel.close();
            await().until(() -> served.readers.size(ReaderKind.HTTP) == 0);
            assertThat(readers(served).getFarthestBehindList())
                    .extracting(Reader::getKind)
                    .containsExactly("grpc");
            assertThat(readers(served).getFarthestBehind(0).getMissed()).isPositive();
        }
    }

    /** Writes until the client's connection is full and the ring has overwritten what comes next. */
    private static void fallBehind(ServedRing served, ReaderKind kind) {
        await().until(() -> {
            served.write(BATCH);
            return served.readers.maxLag(kind) > 2 * CAPACITY;
        });
    }

    private static Readers readers(ServedRing served) throws IOException {
        NodeStatus.Builder status = NodeStatus.newBuilder();
        JsonFormat.parser().merge(HttpText.body(HttpText.get(served, 0, "/")), status);
        return status.getReaders();
    }
}
