// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.serve.client.ConnectionLimiter.Admission;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Eight connections: two for an address, seven for other machines, crowded from five on. */
class ConnectionLimiterTest {
    private static final String HERE = "127.0.0.1";
    private static final ConnectionLimits LIMITS =
            new ConnectionLimits(8, Duration.ofSeconds(20), Duration.ofSeconds(120), Duration.ofMinutes(10));

    private final Map<Channel, CutReason> cuts = new LinkedHashMap<>();
    private final ConnectionLimiter limiter =
            new ConnectionLimiter(LIMITS, (reason, connection) -> cuts.put(connection, reason));
    private final List<FakeConnection> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(FakeConnection::finishAndReleaseAll);
    }

    @Test
    void admit_full_takesThePlaceOfTheLongestWaiting() {
        for (int i = 0; i < 8; i++) {
            admitted(HERE);
        }
        open.get(0).slot().serve();
        open.get(2).slot().serve();
        open.get(2).slot().idle();
        open.get(1).slot().serve();
        open.get(1).slot().idle();
        for (int i = 0; i < 7; i++) {
            admitted(HERE).slot().serve();
        }
        // Those without any request first, then those between two, as long as they have waited.
        assertThat(cuts.keySet()).containsExactly(at(3), at(4), at(5), at(6), at(7), at(2), at(1));
        assertThat(cuts.values()).containsOnly(CutReason.DISPLACED);
        assertThat(limiter.admit(new FakeConnection(HERE))).isEqualTo(Admission.OVER_LIMIT);
        assertThat(at(0).isOpen()).isTrue();
    }

    @Test
    void admit_oneIsClosed_itsPlaceIsFree() {
        for (int i = 0; i < 8; i++) {
            admitted(HERE).slot().serve();
        }
        at(4).close();
        admitted(HERE);
        assertThat(cuts).isEmpty();
    }

    @Test
    void admit_addressWithItsShare_takesAPlaceOfItsOwn() {
        FakeConnection first = admitted("240.0.0.1");
        FakeConnection second = admitted("240.0.0.1");
        admitted("240.0.0.2");
        admitted("240.0.0.1").slot().serve();
        assertThat(cuts).containsExactly(Map.entry(first, CutReason.OVER_SHARE));
        second.slot().serve();
        assertThat(limiter.admit(new FakeConnection("240.0.0.1"))).isEqualTo(Admission.OVER_SHARE);
        second.close();
        admitted("240.0.0.1");
        admitted("240.0.0.2");
    }

    @Test
    void admit_addressesOfAnIpv6Network_haveOneShare() {
        FakeConnection first = admitted("2001:db8::1");
        admitted("2001:db8:0:0:ffff::2");
        admitted("2001:db8:0:1::1");
        assertThat(cuts).isEmpty();
        admitted("2001:db8::3");
        assertThat(cuts).containsExactly(Map.entry(first, CutReason.OVER_SHARE));
    }

    @Test
    void admit_otherMachinesHaveAllTheirs_thisNodeGetsIn() {
        for (int i = 0; i < 7; i++) {
            admitted("240.0.0." + i).slot().serve();
        }
        assertThat(limiter.admit(new FakeConnection("240.0.0.100"))).isEqualTo(Admission.OVER_LIMIT);
        admitted(HERE);
        assertThat(cuts).isEmpty();
    }

    @Test
    void admit_thisNodeHasAll_otherMachinesDisplaceNone() {
        for (int i = 0; i < 8; i++) {
            admitted(HERE);
        }
        assertThat(limiter.admit(new FakeConnection("240.0.0.1"))).isEqualTo(Admission.OVER_LIMIT);
        assertThat(cuts).isEmpty();
    }

    @Test
    void admit_addressOfThisNode_hasNoShare() {
        for (int i = 0; i < 7; i++) {
            admitted("127.0.0.53").slot().serve();
        }
        assertThat(cuts).isEmpty();
    }

    @Test
    void request_thatDoesNotCome_isWaitedForTwentySeconds() {
        FakeConnection silent = admitted(HERE);
        silent.advance(15);
        // A byte.
        silent.slot().awaitRequest();
        silent.advance(4);
        assertThat(silent.isOpen()).isTrue();
        silent.advance(1);
        assertThat(silent.isOpen()).isFalse();
        assertThat(cuts).containsExactly(Map.entry(silent, CutReason.REQUEST_TIMEOUT));
    }

    @Test
    void request_onACrowdedListener_isWaitedForTwoSeconds() {
        for (int i = 0; i < 4; i++) {
            admitted(HERE).slot().serve();
        }
        FakeConnection fifth = admitted(HERE);
        fifth.advance(1);
        assertThat(fifth.isOpen()).isTrue();
        fifth.advance(1);
        assertThat(fifth.isOpen()).isFalse();
        assertThat(cuts).containsExactly(Map.entry(fifth, CutReason.CROWDED));
    }

    @Test
    void crowd_isCut_whenItBecomesOne() {
        FakeConnection served = admitted(HERE);
        served.slot().serve();
        FakeConnection late = admitted(HERE);
        FakeConnection idle = admitted(HERE);
        FakeConnection early = admitted(HERE);
        idle.slot().serve();
        idle.slot().idle();
        List.of(served, late, idle).forEach(connection -> connection.advance(3));
        assertThat(cuts).isEmpty();
        admitted(HERE);
        assertThat(cuts).containsExactly(Map.entry(late, CutReason.CROWDED));
        assertThat(early.isOpen()).isTrue();
    }

    @Test
    void handshake_hasTheWholeTimeAndTheRequestAfterItAgain() {
        for (int i = 0; i < 5; i++) {
            admitted(HERE).slot().serve();
        }
        FakeConnection slow = admitted(HERE);
        slow.advance(1);
        slow.slot().handshakeBegins();
        slow.advance(18);
        assertThat(slow.isOpen()).isTrue();
        slow.slot().handshakeEnds();
        slow.advance(1);
        assertThat(slow.isOpen()).isTrue();
        slow.advance(1);
        assertThat(cuts).containsExactly(Map.entry(slow, CutReason.CROWDED));
        FakeConnection slower = admitted(HERE);
        slower.slot().handshakeBegins();
        slower.advance(20);
        assertThat(cuts).containsEntry(slower, CutReason.REQUEST_TIMEOUT);
    }

    private FakeConnection at(int index) {
        return open.get(index);
    }

    private FakeConnection admitted(String address) {
        FakeConnection connection = new FakeConnection(address);
        open.add(connection);
        assertThat(limiter.admit(connection)).isEqualTo(Admission.ADMITTED);
        return connection;
    }
}
