// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.PodName;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeenNamespacesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long START = 1_700_000_000L * SECOND;

    private final SeenNamespaces seen = new SeenNamespaces();
    private final FlowRing ring = new FlowRing(1);

    @Test
    void list_bothSidesOfFlows_eachOnceInOrder() {
        seen.batch(START);
        flow(endpoint("shop"), endpoint("default"));
        flow(endpoint("default"), endpoint("Zone"));
        flow(endpoint("shop"), endpoint(""));
        flow(null, Endpoint.UNKNOWN);
        assertThat(seen.list(START)).containsExactly("Zone", "default", "shop");
    }

    @Test
    void list_anHourAfterTheLastFlow_stillTold() {
        seen.batch(START);
        flow(endpoint("a"), null);
        assertThat(seen.list(START + HOUR)).containsExactly("a");
        assertThat(seen.list(START + HOUR + 1)).isEmpty();
    }

    @Test
    void list_steadyEndpoint_keepsItsNamespace() {
        Endpoint steady = endpoint("steady");
        for (long now = START; now <= START + 3 * HOUR; now += SECOND) {
            seen.batch(now);
            flow(steady, null);
        }
        assertThat(seen.list(START + 4 * HOUR)).containsExactly("steady");
    }

    @Test
    void batch_everyFiveMinutes_forgetsWhatIsOlderThanAnHour() {
        seen.batch(START);
        flow(endpoint("old"), null);
        seen.batch(START + HOUR);
        flow(endpoint("new"), null);
        assertThat(seen.remembered()).isEqualTo(2);
        seen.batch(START + HOUR + 4 * MINUTE);
        assertThat(seen.remembered()).isEqualTo(2);
        seen.batch(START + HOUR + 5 * MINUTE);
        assertThat(seen.remembered()).isEqualTo(1);
        assertThat(seen.list(START + HOUR + 5 * MINUTE)).containsExactly("new");
    }

    @Test
    void batch_clockPutBack_goesOn() {
        seen.batch(START);
        Endpoint endpoint = endpoint("a");
        flow(endpoint, null);
        seen.batch(START - 2 * HOUR);
        flow(endpoint, null);
        assertThat(seen.list(START - 2 * HOUR)).containsExactly("a");
        assertThat(seen.list(START)).isEmpty();
    }

    /** All addresses here are the same. */
    @Test
    void flow_endpointsInTurn_areEachSeenInEachSecond() {
        Endpoint a = endpoint("a");
        Endpoint b = endpoint("b");
        for (long now = START; now <= START + 2 * SECOND; now += SECOND / 10) {
            seen.batch(now);
            flow(a, b);
            flow(b, null);
        }
        assertThat(seen.list(START + HOUR + 2 * SECOND)).containsExactly("a", "b");
    }

    @Test
    void renew_otherObjectsOfTheSameNamespace_areTold() {
        seen.batch(START);
        flow(endpoint("a"), endpoint("b"));
        seen.renew();
        seen.batch(START + HOUR);
        flow(endpoint("b"), endpoint("c"));
        assertThat(seen.list(START + HOUR + SECOND)).containsExactly("b", "c");
    }

    @Test
    void flow_namespacesWithoutEnd_forgetsThoseThatAreQuiet() {
        Endpoint steady = endpoint("steady");
        seen.batch(START);
        flow(endpoint("quiet"), null);
        for (int i = 0; i < 4 * SeenNamespaces.MOST; i++) {
            seen.batch(START + i * SECOND / 100);
            flow(endpoint("made-up-" + i), steady);
            assertThat(seen.remembered()).isLessThanOrEqualTo(SeenNamespaces.MOST);
        }
        assertThat(seen.list(START)).contains("steady").doesNotContain("quiet");
    }

    @Test
    void flow_moreNamespacesInOneBatchThanThereIsRoomFor_leavesOutTheLast() {
        seen.batch(START);
        for (int i = 0; i < SeenNamespaces.MOST + 10; i++) {
            flow(endpoint("n" + i), null);
        }
        assertThat(seen.list(START)).hasSize(SeenNamespaces.MOST).doesNotContain("n" + SeenNamespaces.MOST);
        seen.batch(START + SECOND);
        flow(endpoint("later"), null);
        assertThat(seen.list(START)).contains("later");
    }

    @Test
    void flow_nameOfAnyLength_onlyThoseThatMayBeOne() {
        seen.batch(START);
        String longest = "n".repeat(SeenNamespaces.MOST_CHARS);
        flow(endpoint(longest), endpoint(longest + "n"));
        assertThat(seen.list(START)).containsExactly(longest);
    }

    @Test
    void flow_knownNamespaces_allocatesNothing() {
        Endpoint source = endpoint("a");
        Endpoint destination = endpoint("b");
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var row = ring.claim();
        row.source(source);
        row.destination(destination);
        seen.batch(START);
        seen.flow(row.view());
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            seen.batch(START + i * SECOND / 1000);
            seen.flow(row.view());
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16 << 10);
    }

    private void flow(@Nullable Endpoint source, @Nullable Endpoint destination) {
        var row = ring.claim();
        if (source != null) {
            row.source(source);
        }
        if (destination != null) {
            row.destination(destination);
        }
        seen.flow(row.view());
    }

    private static Endpoint endpoint(String namespace) {
        return new Endpoint(new PodName(namespace, "pod"), "another-cluster", List.of(), List.of());
    }
}
