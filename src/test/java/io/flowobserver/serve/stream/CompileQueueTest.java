// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompileQueueTest {
    private static final PreparedStream PREPARED = (call, loop) -> {
        throw new AssertionError("nobody opens it");
    };

    private final EventLoop loop = new DefaultEventLoop();
    private final CompileQueue queue = new CompileQueue();

    /** Work that waits until it may go on, and whoever asked for it. */
    private final class Asking implements CompileQueue.Work<PreparedStream>, CompileQueue.StreamCaller {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch mayGoOn = new CountDownLatch(1);
        final CompletableFuture<Object> answer = new CompletableFuture<>();
        volatile boolean present = true;
        volatile boolean onLoop;

        @Override
        public PreparedStream prepare() throws InvalidRequest {
            begun.countDown();
            try {
                if (!mayGoOn.await(20, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("never let on");
                }
            } catch (InterruptedException interrupted) {
                throw new InvalidRequest(Status.CANCELLED);
            }
            return PREPARED;
        }

        @Override
        public boolean usesUnixSocket() {
            return false;
        }

        @Override
        public boolean mayKeep(long bytes) {
            return true;
        }

        @Override
        public boolean isPresent() {
            return present;
        }

        @Override
        public void accepted(PreparedStream prepared) {
            onLoop = loop.inEventLoop();
            answer.complete(prepared);
        }

        @Override
        public void refused(Status status) {
            onLoop = loop.inEventLoop();
            answer.complete(status);
        }

        Asking ask() {
            queue.run(this, loop, this);
            return this;
        }

        Object await() throws Exception {
            mayGoOn.countDown();
            return answer.get(20, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void close() {
        queue.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    @Test
    void run_whileItTakesLong_loopIsFreeAndIsToldAfterwards() throws Exception {
        Asking slow = new Asking().ask();
        assertThat(slow.begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(loop.submit(() -> "free").get(20, TimeUnit.SECONDS)).isEqualTo("free");
        assertThat(slow.answer).isNotDone();
        assertThat(slow.await()).isSameAs(PREPARED);
        assertThat(slow.onLoop).isTrue();
    }

    @Test
    void run_invalidRequestOrFailure_isRefusedOnTheLoop() throws Exception {
        Asking invalid = new Asking();
        queue.run(
                () -> {
                    throw new InvalidRequest(Status.UNKNOWN.withDescription("no filter"));
                },
                loop,
                invalid);
        assertThat(((Status) invalid.await()).getDescription()).isEqualTo("no filter");
        assertThat(invalid.onLoop).isTrue();
        Asking failing = new Asking();
        queue.run(
                () -> {
                    throw new StackOverflowError();
                },
                loop,
                failing);
        assertThat(((Status) failing.await()).getCode()).isEqualTo(Status.Code.INTERNAL);
    }

    @Test
    void run_callerGoneMeanwhile_isNeitherCompiledNorAnswered() throws Exception {
        Asking first = new Asking().ask();
        assertThat(first.begun.await(20, TimeUnit.SECONDS)).isTrue();
        Asking gone = new Asking().ask();
        Asking last = new Asking().ask();
        gone.present = false;
        first.present = false;
        first.mayGoOn.countDown();
        assertThat(last.await()).isSameAs(PREPARED);
        assertThat(gone.begun.getCount()).isEqualTo(1);
        assertThat(gone.answer).isNotDone();
        assertThat(first.answer).isNotDone();
    }

    @Test
    void run_tooManyWait_isRefusedAtOnce() throws Exception {
        Asking first = new Asking().ask();
        assertThat(first.begun.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < CompileQueue.WAITING; i++) {
            Asking waiting = new Asking().ask();
            assertThat(waiting.answer).isNotDone();
            waiting.present = false;
        }
        Asking last = new Asking().ask();
        assertThat(((Status) last.answer.getNow(Status.OK)).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(first.await()).isSameAs(PREPARED);
    }
}
