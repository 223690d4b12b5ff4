// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.filter.Filters;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.proto.flow.FlowFilter;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.grpc.Status;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueriesTest {
    private static final GetFlowsRequest LIGHT = GetFlowsRequest.getDefaultInstance();
    private static final GetFlowsRequest HEAVY = request("_flow.verdict == Verdict.DROPPED");

    private final EventLoop loop = new DefaultEventLoop();
    private final Queries queries = new Queries(new Filters(new FlowUuid()));

    /** Notes what it is told, and lets the compiler wait if it is to. */
    private final class Asking implements Queries.Caller {
        final CompletableFuture<Object> answer = new CompletableFuture<>();
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch mayGoOn = new CountDownLatch(1);
        volatile boolean present = true;
        volatile boolean onLoop;

        @Override
        public boolean isPresent() {
            asked.countDown();
            try {
                return (loop.inEventLoop() || mayGoOn.await(20, TimeUnit.SECONDS)) && present;
            } catch (InterruptedException interrupted) {
                return false;
            }
        }

        @Override
        public void accepted(FlowQuery query) {
            onLoop = loop.inEventLoop();
            answer.complete(query);
        }

        @Override
        public void refused(Status status) {
            onLoop = loop.inEventLoop();
            answer.complete(status);
        }
    }

    @AfterEach
    void close() {
        queries.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    @Test
    void prepare_lightRequest_isAnsweredAtOnce() {
        Asking asking = new Asking();
        queries.prepare(LIGHT, loop, asking);
        assertThat(asking.answer).isCompletedWithValueMatching(FlowQuery.class::isInstance);
    }

    @Test
    void prepare_whileAnotherIsCompiled_lightRequestIsAnsweredAtOnceAndHeavyOneOnTheLoop() throws Exception {
        Asking heavy = new Asking();
        queries.prepare(HEAVY, loop, heavy);
        assertThat(heavy.asked.await(20, TimeUnit.SECONDS)).isTrue();
        Asking light = new Asking();
        queries.prepare(LIGHT, loop, light);
        assertThat(light.answer).isCompleted();
        assertThat(heavy.answer).isNotDone();
        heavy.mayGoOn.countDown();
        assertThat(heavy.answer.get(60, TimeUnit.SECONDS)).isInstanceOf(FlowQuery.class);
        assertThat(heavy.onLoop).isTrue();
    }

    @Test
    void prepare_invalidExpression_isRefusedOnTheLoopInTheReferencesWords() throws Exception {
        Asking asking = new Asking();
        asking.mayGoOn.countDown();
        queries.prepare(request("1"), loop, asking);
        Status status = (Status) asking.answer.get(60, TimeUnit.SECONDS);
        assertThat(status.getCode()).isEqualTo(Status.Code.UNKNOWN);
        assertThat(status.getDescription())
                .isEqualTo("error compiling CEL expression: got \"int\", wanted \"bool\" result type");
        assertThat(asking.onLoop).isTrue();
    }

    @Test
    void prepare_callerIsGone_nobodyIsAnswered() throws Exception {
        Asking gone = new Asking();
        gone.present = false;
        queries.prepare(request("1"), loop, gone);
        gone.mayGoOn.countDown();
        Asking next = new Asking();
        next.mayGoOn.countDown();
        queries.prepare(request("1"), loop, next);
        next.answer.get(60, TimeUnit.SECONDS);
        assertThat(gone.answer).isNotDone();
    }

    @Test
    void prepare_tooManyWait_isRefused() throws Exception {
        Asking first = new Asking();
        queries.prepare(HEAVY, loop, first);
        assertThat(first.asked.await(20, TimeUnit.SECONDS)).isTrue();
        Asking last = new Asking();
        for (int i = 0; i <= Queries.WAITING; i++) {
            last = new Asking();
            last.present = false;
            queries.prepare(HEAVY, loop, last);
        }
        assertThat(((Status) last.answer.getNow(Status.OK)).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        first.mayGoOn.countDown();
    }

    private static GetFlowsRequest request(String expression) {
        FlowFilter.Builder filter = FlowFilter.newBuilder();
        filter.getExperimentalBuilder().addCelExpression(expression);
        return GetFlowsRequest.newBuilder().addWhitelist(filter).build();
    }
}
