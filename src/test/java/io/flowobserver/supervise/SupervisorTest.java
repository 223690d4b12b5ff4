// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The test moves the clock and decides when a delay and a run end. */
@Timeout(30)
class SupervisorTest {
    private static final long SECOND = Backoff.FIRST_NANOS;

    private final AtomicLong now = new AtomicLong();
    private final Semaphore endOfDelay = new Semaphore(0);
    private final Semaphore endOfRun = new Semaphore(0);
    private final Semaphore run = new Semaphore(0);
    private volatile boolean last;
    private final AtomicLong delay = new AtomicLong();
    private final Supervisor supervisor = new Supervisor(now::get, nanos -> {
        delay.set(nanos);
        endOfDelay.acquireUninterruptibly();
        return true;
    });
    private final Thread thread = supervisor.threads("observer-test-0").newThread(this::task);

    @AfterEach
    void end() throws InterruptedException {
        last = true;
        endOfRun.release();
        endOfDelay.release();
        thread.join();
        assertThat(supervisor.status()).as("ended as it should").isEmpty();
        assertThat(supervisor.isHealthy()).isTrue();
    }

    @Test
    void thread_fails_runsAgainAndIsHealthyAllTheTime() {
        assertThat(supervisor.isHealthy()).as("before the start").isTrue();
        thread.start();
        run.acquireUninterruptibly();
        failIn(5 * SECOND, SECOND);
        assertThat(supervisor.failures()).isEqualTo(1);
        assertThat(supervisor.isHealthy()).isTrue();
        endDelay();
        assertThat(supervisor.isHealthy()).isTrue();
        assertThat(supervisor.status()).containsExactly(new Supervisor.ThreadStatus("observer-test-0", true, 1));
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).isEqualTo("observer-test-0");
    }

    @Test
    void thread_failsAgainAtOnce_isDownUntilItHasRunAsLongAsItsDelay() {
        thread.start();
        run.acquireUninterruptibly();
        failIn(0, SECOND);
        endDelay();
        failIn(0, 2 * SECOND);
        assertThat(supervisor.isHealthy()).isFalse();
        endDelay();
        assertThat(supervisor.isHealthy()).isFalse();
        assertThat(supervisor.status()).containsExactly(new Supervisor.ThreadStatus("observer-test-0", false, 2));
        now.addAndGet(2 * SECOND);
        assertThat(supervisor.isHealthy()).isTrue();
        failIn(0, SECOND);
        assertThat(supervisor.isHealthy()).isTrue();
    }

    @Test
    void thread_doesNotComeBackAfterItsDelay_isDown() {
        thread.start();
        run.acquireUninterruptibly();
        failIn(0, SECOND);
        now.addAndGet(SECOND);
        assertThat(supervisor.isHealthy()).isTrue();
        now.addAndGet(10 * SECOND);
        assertThat(supervisor.isHealthy()).isFalse();
    }

    private void task() {
        run.release();
        endOfRun.acquireUninterruptibly();
        if (!last) {
            throw new IllegalStateException("made by the test");
        }
    }

    private void failIn(long nanos, long expectedDelay) {
        delay.set(0);
        now.addAndGet(nanos);
        endOfRun.release();
        await().until(() -> delay.get() == expectedDelay);
    }

    private void endDelay() {
        now.addAndGet(delay.get());
        endOfDelay.release();
        run.acquireUninterruptibly();
    }
}
