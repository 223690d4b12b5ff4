// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.entity.Notice;
import io.flowobserver.proto.observer.GetAgentEventsResponse;
import io.flowobserver.serve.stream.ResponseMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerBundleTest {
    private final ResponseMessage message = new ResponseMessage(new FlowEncoder(new FlowUuid()));
    private final AnswerBundle bundle = new AnswerBundle();

    @Test
    void drainTo_severalAnswers_standBehindEachOtherWithHeadsOfTheirOwn() throws IOException {
        for (int second = 1; second <= 3; second++) {
            message.notice(new Notice(second * 1_000_000_000L, new byte[0]), new byte[0]);
            assertThat(bundle.fits(message)).isTrue();
            bundle.add(message);
        }
        assertThat(bundle.answers()).isEqualTo(3);
        assertThat(seconds()).containsExactly(1L, 2L, 3L);
        bundle.clear();
        assertThat(bundle.isEmpty()).isTrue();
    }

    @Test
    void fits_answerLongerThanABundle_aloneOnly() throws IOException {
        message.notice(new Notice(1_000_000_000L, new byte[0]), new byte[0]);
        bundle.add(message);
        message.notice(new Notice(2_000_000_000L, new byte[100_000]), new byte[0]);
        assertThat(bundle.fits(message)).isFalse();
        bundle.clear();
        assertThat(bundle.fits(message)).isTrue();
        bundle.add(message);
        assertThat(bundle.length()).isGreaterThan(100_000);
    }

    @Test
    void fits_shortAnswers_asLongAsThereIsRoom() throws IOException {
        message.notice(new Notice(1_000_000_000L, new byte[0]), new byte[500]);
        int added = 0;
        while (bundle.fits(message)) {
            bundle.add(message);
            added++;
        }
        assertThat(bundle.length()).isEqualTo(added * (5 + message.length())).isBetween(4_096, 8_192);
        assertThat(seconds()).hasSize(added).containsOnly(1L);
    }

    /** As a client reads them; the head of the first is gRPC's work. */
    private List<Long> seconds() throws IOException {
        var bytes = new ByteArrayOutputStream();
        int first = bundle.available();
        assertThat(bundle.drainTo(bytes)).isEqualTo(first);
        assertThat(bytes.size() + 5).isEqualTo(bundle.length());
        var in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        List<Long> seconds = new ArrayList<>();
        int length = first;
        while (true) {
            GetAgentEventsResponse answer = GetAgentEventsResponse.parseFrom(in.readNBytes(length));
            seconds.add(answer.getTime().getSeconds());
            if (in.available() == 0) {
                return seconds;
            }
            assertThat(in.readByte()).isZero();
            length = in.readInt();
        }
    }
}
