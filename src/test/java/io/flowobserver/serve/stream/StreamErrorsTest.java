// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.reader.PollResult;
import io.flowobserver.reader.registry.ReaderIdentity;
import io.flowobserver.reader.registry.ReaderKind;
import io.flowobserver.reader.registry.Readers;
import io.flowobserver.ring.Rings;
import io.flowobserver.serve.client.Clients;
import io.grpc.Status;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.internal.OutOfDirectMemoryError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a stream that throws, and of the others of its event loop. */
class StreamErrorsTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final FlowSource source = new FlowSource(Rings.ofFlows(7), new Readers(), "node", new StreamCounts());
    private final StreamLoop loop =
            new StreamLoop(channel.eventLoop(), new ResponseMessage(new FlowEncoder(new FlowUuid(0, 0))));
    private final Sink sink = new Sink();

    @Test
    void round_streamWithoutDirectMemory_endsWithItsConnectionAndOthersGoOn() throws Exception {
        OutOfDirectMemoryError error = Clients.outOfDirectMemory();
        Stream failing = new Stream(error);
        Stream other = new Stream(null);
        run(failing, other);
        assertThat(sink.errors).containsExactly(error);
        // The connection is closed, so there is no status to send.
        assertThat(sink.statuses).isEmpty();
        assertThat(source.streams().open()).isEqualTo(1);
        assertThat(other.turns).isEqualTo(1);
    }

    @Test
    void round_streamWithAnotherError_endsWithAStatusAndOthersGoOn() {
        Stream failing = new Stream(new NoClassDefFoundError("made by the test"));
        Stream other = new Stream(null);
        run(failing, other);
        assertThat(sink.statuses).extracting(Status::getCode).containsExactly(Status.Code.INTERNAL);
        assertThat(source.streams().open()).isEqualTo(1);
        assertThat(other.turns).isEqualTo(1);
    }

    private void run(Stream... streams) {
        for (Stream stream : streams) {
            loop.submit(stream);
        }
        channel.runPendingTasks();
    }

    private final class Stream extends ResponseStream {
        private final @Nullable Error error;
        private int turns;

        Stream(@Nullable Error error) {
            super(sink, loop, source, () -> 0);
            this.error = error;
        }

        @Override
        PollResult poll() {
            turns++;
            if (error != null) {
                throw error;
            }
            return PollResult.PAUSED;
        }

        @Override
        boolean hasMore() {
            return false;
        }
    }

    private static final class Sink implements FlowSink {
        private final List<Throwable> errors = new ArrayList<>();
        private final List<Status> statuses = new ArrayList<>();

        @Override
        public ReaderIdentity identity() {
            return new ReaderIdentity(ReaderKind.GRPC, "test");
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void send(ResponseMessage message) {
            throw new AssertionError("nothing to send");
        }

        @Override
        public void flush() {
            // What is sent is there at once.
        }

        @Override
        public boolean failed(Throwable error) {
            errors.add(error);
            return error instanceof OutOfDirectMemoryError;
        }

        @Override
        public void close(Status status) {
            statuses.add(status);
        }
    }
}
