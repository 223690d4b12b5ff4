// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EndpointCacheTest {
    private final EndpointCache cache = new EndpointCache();

    @Test
    void get_manyEndpointsWithTheSameAttributes_eachHasItsOwnNumber() {
        List<Endpoint> endpoints = endpoints(10_000);
        for (int i = 0; i < endpoints.size(); i++) {
            assertThat(cache.get(endpoints.get(i))).isEqualTo(EndpointCache.ABSENT);
            cache.put(endpoints.get(i), i);
            cache.put(endpoints.get(i), i + 1);
        }
        for (int i = 0; i < endpoints.size(); i++) {
            assertThat(cache.get(endpoints.get(i))).isEqualTo(i + 1);
        }
        assertThat(cache.entries()).isEqualTo(endpoints.size());
    }

    /** Endpoints of two runs that have the same first slots. */
    @Test
    void get_endpointsThatCollide_eachHasItsOwnNumber() {
        List<Endpoint> early = endpoints(400);
        endpoints(1024 - 400);
        List<Endpoint> late = endpoints(100);
        early.forEach(endpoint -> cache.put(endpoint, 1));
        late.forEach(endpoint -> cache.put(endpoint, 2));
        assertThat(cache.slots()).isEqualTo(1024);
        assertThat(early).allSatisfy(endpoint -> assertThat(cache.get(endpoint)).isEqualTo(1));
        assertThat(late).allSatisfy(endpoint -> assertThat(cache.get(endpoint)).isEqualTo(2));
        assertThat(endpoints(100))
                .allSatisfy(endpoint -> assertThat(cache.get(endpoint)).isEqualTo(EndpointCache.ABSENT));
    }

    @Test
    void put_moreEndpointsThanItMayHold_startsAnew() {
        for (int i = 0; i < 3 * EndpointCache.MAX_ENTRIES; i++) {
            Endpoint endpoint = endpoint();
            cache.put(endpoint, i);
            assertThat(cache.get(endpoint)).isEqualTo(i);
        }
        assertThat(cache.entries()).isBetween(1, EndpointCache.MAX_ENTRIES);
        assertThat(cache.slots()).isEqualTo(2 * EndpointCache.MAX_ENTRIES);
    }

    @Test
    void clear_fewEndpointsAfterMany_holdsNoneAndBecomesSmall() {
        List<Endpoint> many = endpoints(1_000);
        many.forEach(endpoint -> cache.put(endpoint, 1));
        int slots = cache.slots();
        cache.clear();
        assertThat(many).allSatisfy(endpoint -> assertThat(cache.get(endpoint)).isEqualTo(EndpointCache.ABSENT));
        assertThat(cache.slots()).as("enough for as many again").isEqualTo(slots);
        cache.put(many.get(0), 2);
        cache.clear();
        cache.put(many.get(1), 3);
        assertThat(cache.get(many.get(0))).isEqualTo(EndpointCache.ABSENT);
        assertThat(cache.get(many.get(1))).isEqualTo(3);
        assertThat(cache.slots()).isLessThan(slots);
    }

    @Test
    void putAndGet_knownEndpoints_allocateNothing() {
        List<Endpoint> endpoints = endpoints(1_000);
        endpoints.forEach(endpoint -> cache.put(endpoint, 1));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1_000_000; i++) {
            Endpoint endpoint = endpoints.get(i % 1_000);
            cache.put(endpoint, cache.get(endpoint) + 1);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16 << 10);
        assertThat(cache.get(endpoints.get(0))).isEqualTo(1_001);
    }

    private static List<Endpoint> endpoints(int count) {
        return Stream.generate(EndpointCacheTest::endpoint).limit(count).toList();
    }

    private static Endpoint endpoint() {
        return new Endpoint(PodName.NONE, "", List.of(), List.of());
    }
}
