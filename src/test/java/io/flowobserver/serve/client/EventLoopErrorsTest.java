// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.EncoderException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLoopErrorsTest {
    private final List<CutReason> cuts = new ArrayList<>();
    private final ConnectionLimiter limiter =
            new ConnectionLimiter(ConnectionLimits.DEFAULT, (reason, connection) -> cuts.add(reason));
    private final FakeConnection connection = new FakeConnection("127.0.0.1");

    @Test
    void handle_noDirectMemory_cutsTheConnectionOnceItsHandlersAreDone() throws Exception {
        limiter.admit(connection);
        assertThat(EventLoopErrors.handle(connection, Clients.outOfDirectMemory()))
                .isTrue();
        assertThat(EventLoopErrors.handle(connection, new EncoderException(Clients.outOfDirectMemory())))
                .isTrue();
        assertThat(connection.isOpen()).isTrue();
        connection.runPendingTasks();
        assertThat(connection.isOpen()).isFalse();
        assertThat(cuts).containsExactly(CutReason.OUT_OF_MEMORY);
    }

    @Test
    void handle_otherErrors_leavesTheConnection() {
        limiter.admit(connection);
        assertThat(EventLoopErrors.handle(connection, new StackOverflowError())).isFalse();
        assertThat(EventLoopErrors.handle(connection, new IllegalStateException(new NoClassDefFoundError())))
                .isFalse();
        connection.runPendingTasks();
        assertThat(connection.isOpen()).isTrue();
        connection.close();
    }

    @Test
    void handle_connectionThatWasNotAdmitted_isClosingAlready() throws Exception {
        assertThat(EventLoopErrors.handle(connection, Clients.outOfDirectMemory()))
                .isTrue();
        connection.runPendingTasks();
        assertThat(cuts).isEmpty();
    }
}
