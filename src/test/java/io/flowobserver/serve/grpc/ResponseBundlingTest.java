// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.entity.Notice;
import io.flowobserver.serve.listen.MinimumCapacityAllocator;
import io.flowobserver.serve.stream.ResponseMessage;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ResponseBundlingTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(ResponseBundling.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final ResponseMessage message = new ResponseMessage(new FlowEncoder(new FlowUuid()));

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        message.notice(new Notice(1, new byte[8]), new byte[0]);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    void of_wanted_onWithThisGrpc() {
        assertThat(takesTwo(ResponseBundling.of(true))).isTrue();
        assertThat(log.list).isEmpty();
    }

    @Test
    void of_notWanted_offWithoutAWord() {
        assertThat(takesTwo(ResponseBundling.of(false))).isFalse();
        assertThat(log.list).isEmpty();
    }

    @Test
    void checked_checkFails_offWithOneWarning() {
        ResponseBundling bundling = ResponseBundling.checked(() -> {
            throw new IllegalStateException("the bytes differ");
        });
        assertThat(takesTwo(bundling)).isFalse();
        assertWarnedOnce("the bytes differ");
    }

    @Test
    void checked_grpcWithoutTheFramer_offWithOneWarning() {
        ResponseBundling bundling = ResponseBundling.checked(() -> {
            throw new NoClassDefFoundError("io/grpc/internal/MessageFramer");
        });
        assertThat(takesTwo(bundling)).isFalse();
        assertWarnedOnce("io/grpc/internal/MessageFramer");
    }

    @Test
    void bundle_refusedTwice_offWithOneWarning() throws Exception {
        ResponseBundling bundling = ResponseBundling.of(true);
        refuse(bundling.ofThisThread());
        Thread other = new Thread(() -> refuse(bundling.ofThisThread()));
        other.start();
        other.join();
        assertThat(bundling.isOn()).isFalse();
        assertThat(takesTwo(bundling)).isFalse();
        assertWarnedOnce("did not get the buffer");
    }

    /** Drains a bundle that got no buffer. */
    private void refuse(AnswerBundle bundle) {
        bundle.add(message);
        bundle.add(message);
        bundle.reserveIn(new MinimumCapacityAllocator(UnpooledByteBufAllocator.DEFAULT));
        try {
            bundle.drainTo(OutputStream.nullOutputStream());
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        bundle.removeDrained();
        bundle.clear();
    }

    private boolean takesTwo(ResponseBundling bundling) {
        AnswerBundle bundle = bundling.ofThisThread();
        bundle.add(message);
        boolean fits = bundle.fits(message);
        bundle.clear();
        assertThat(fits).isEqualTo(bundling.isOn());
        return fits;
    }

    private void assertWarnedOnce(String reason) {
        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getThrowableProxy()).isNull();
            assertThat(event.getFormattedMessage())
                    .contains("gRPC " + BundleCheck.grpcVersion(), reason, "streams cost more CPU");
        });
    }
}
