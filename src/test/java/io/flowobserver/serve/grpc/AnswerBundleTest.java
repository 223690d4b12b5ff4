// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.entity.Notice;
import io.flowobserver.proto.observer.GetAgentEventsResponse;
import io.flowobserver.serve.listen.MinimumCapacityAllocator;
import io.flowobserver.serve.stream.ResponseMessage;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AnswerBundleTest {
    private static final int HEAD = 5;

    private final ResponseMessage message = new ResponseMessage(new FlowEncoder(new FlowUuid()));
    private final MinimumCapacityAllocator buffers = new MinimumCapacityAllocator(UnpooledByteBufAllocator.DEFAULT);
    private final AtomicInteger refusals = new AtomicInteger();
    private final AnswerBundle bundle = new AnswerBundle(ResponseBundling.CAPACITY, refusals::incrementAndGet);

    @Test
    void drainTo_bufferForHeadAndFirst_writesAllWithHeadsOfTheirOwn() throws IOException {
        addSeconds(1, 3);
        int length = bundle.length();
        bundle.reserveIn(buffers);
        assertThat(takeBuffer(HEAD + bundle.available())).isEqualTo(length);
        assertThat(seconds(drain())).containsExactly(1L, 2L, 3L);
        assertThat(bundle.removeDrained()).isEqualTo(3);
        assertThat(bundle.isEmpty()).isTrue();
        assertThat(refusals).hasValue(0);
    }

    /** As a compressor does, which asks for room for its own head. */
    @Test
    void drainTo_anyOtherBuffer_writesOneByOne() throws IOException {
        addSeconds(1, 3);
        for (long second = 1; second <= 3; second++) {
            bundle.reserveIn(buffers);
            takeBuffer(10);
            assertThat(seconds(drain())).containsExactly(second);
            assertThat(bundle.removeDrained()).isEqualTo(1);
        }
        assertThat(bundle.isEmpty()).isTrue();
        assertThat(refusals).hasPositiveValue();
    }

    @Test
    void drainTo_noBuffer_writesOneByOne() throws IOException {
        addSeconds(1, 2);
        bundle.reserveIn(buffers);
        takeBuffer(HEAD + bundle.available());
        bundle.reserveIn(buffers);
        assertThat(seconds(drain())).containsExactly(1L);
    }

    @Test
    void fits_afterRefusal_oneAtATime() throws IOException {
        addSeconds(1, 2);
        bundle.reserveIn(buffers);
        drain();
        bundle.removeDrained();
        assertThat(refusals).hasValue(1);
        bundle.clear();
        assertThat(bundle.fits(message)).isTrue();
        bundle.add(message);
        assertThat(bundle.fits(message)).isFalse();
    }

    @Test
    void removeDrained_nothingDrained_tellsThatTheCallIsOver() {
        addSeconds(1, 2);
        bundle.reserveIn(buffers);
        assertThat(bundle.removeDrained()).isZero();
        assertThat(refusals).hasValue(0);
    }

    @Test
    void fits_capacityOfZero_oneAtATime() {
        AnswerBundle single = new AnswerBundle(0, refusals::incrementAndGet);
        notice(1, 0);
        assertThat(single.fits(message)).isTrue();
        single.add(message);
        assertThat(single.fits(message)).isFalse();
        single.clear();
        assertThat(single.fits(message)).isTrue();
    }

    @Test
    void fits_responseLongerThanABundle_aloneOnly() throws IOException {
        addSeconds(1, 1);
        notice(2, 100_000);
        assertThat(bundle.fits(message)).isFalse();
        bundle.clear();
        assertThat(bundle.fits(message)).isTrue();
        bundle.add(message);
        assertThat(bundle.length()).isGreaterThan(100_000);
        // gRPC takes buffers of 1 MiB at most, so what it asks for tells nothing of a long one.
        bundle.reserveIn(buffers);
        takeBuffer(10);
        assertThat(seconds(drain())).containsExactly(2L);
        assertThat(bundle.removeDrained()).isEqualTo(1);
        assertThat(refusals).hasValue(0);
    }

    @Test
    void fits_shortResponses_asLongAsThereIsRoom() throws IOException {
        notice(1, 500);
        int added = 0;
        while (bundle.fits(message)) {
            bundle.add(message);
            added++;
        }
        assertThat(bundle.length())
                .isEqualTo(added * (HEAD + message.length()))
                .isBetween(ResponseBundling.CAPACITY - message.length() - HEAD, ResponseBundling.CAPACITY);
        bundle.reserveIn(buffers);
        takeBuffer(HEAD + bundle.available());
        assertThat(seconds(drain())).hasSize(added).containsOnly(1L);
    }

    private void addSeconds(int first, int last) {
        for (int second = first; second <= last; second++) {
            notice(second, 0);
            assertThat(bundle.fits(message)).isTrue();
            bundle.add(message);
        }
    }

    private void notice(int second, int nodeNameLength) {
        message.notice(new Notice(second * 1_000_000_000L, new byte[0]), new byte[nodeNameLength]);
    }

    /** Allocates as gRPC does, and returns the capacity. */
    private int takeBuffer(int length) {
        var buffer = buffers.buffer(length, length);
        int capacity = buffer.capacity();
        buffer.release();
        return capacity;
    }

    private byte[] drain() throws IOException {
        var bytes = new ByteArrayOutputStream();
        assertThat(bundle.drainTo(bytes)).isEqualTo(bundle.available());
        return bytes.toByteArray();
    }

    /** As a client reads them; the head of the first is gRPC's work. */
    private List<Long> seconds(byte[] drained) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(drained));
        List<Long> seconds = new ArrayList<>();
        int length = bundle.available();
        while (true) {
            GetAgentEventsResponse response = GetAgentEventsResponse.parseFrom(in.readNBytes(length));
            seconds.add(response.getTime().getSeconds());
            if (in.available() == 0) {
                return seconds;
            }
            assertThat(in.readByte()).isZero();
            length = in.readInt();
        }
    }
}
