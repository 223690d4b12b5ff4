// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.device;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.flowobserver.daemon.device.DeviceSelection.Target;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.bpf.BpfSource;
import io.flowobserver.source.bpf.ChainPlace;
import io.flowobserver.source.bpf.ChainPlace.State;
import io.flowobserver.source.bpf.NetworkDevice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ChainCheckTest {
    private static final long SECOND = 1_000_000_000;
    private static final Target VA = new Target(new NetworkDevice(3, "va", true, false, true), BpfSource.Role.ENDPOINT);
    private static final Target VB = new Target(new NetworkDevice(4, "vb", true, false, true), BpfSource.Role.ENDPOINT);

    private final Logger logger = (Logger) LoggerFactory.getLogger(ChainCheck.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Map<Integer, List<ChainPlace>> places = new HashMap<>();
    private final ChainCheck check = new ChainCheck(this::find, 100 * SECOND);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
        places.put(3, List.of(place(true, State.FIRST, 0, ""), place(false, State.FIRST, 0, "")));
        places.put(4, places.get(3));
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    @Test
    void isDue_tenSecondsAfterTheLastLook() {
        assertThat(check.isDue(110 * SECOND - 1)).isFalse();
        assertThat(check.isDue(110 * SECOND)).isTrue();
        check.look(List.of(VA), 111 * SECOND);
        assertThat(check.isDue(120 * SECOND)).isFalse();
        assertThat(check.isDue(121 * SECOND)).isTrue();
    }

    @Test
    void look_anotherProgramRunsFirst_isToldOnceAndSoIsItsEnd() {
        assertThat(look()).isEqualTo(new ChainCheck.Result(List.of(), Map.of()));
        places.put(3, List.of(place(true, State.BEHIND, 45, "cil_from"), place(false, State.FIRST, 0, "")));
        String inFront = "program 45 (cil_from) runs before the observer's at ingress";
        for (int i = 0; i < 3; i++) {
            assertThat(look()).isEqualTo(new ChainCheck.Result(List.of(), Map.of(3, inFront)));
        }
        assertThat(messages())
                .containsExactly("va: " + inFront + "; packets that it accepts, drops or redirects are not seen");
        places.put(3, List.of(place(true, State.BEHIND, 46, ""), place(false, State.BEHIND, -1, "x")));
        assertThat(look().behind().get(3))
                .isEqualTo("program 46 runs before the observer's at ingress,"
                        + " program 4294967295 (x) runs before the observer's at egress");
        places.put(3, places.get(4));
        look();
        look();
        assertThat(messages()).hasSize(3);
        assertThat(messages().get(2)).isEqualTo("va: no other program runs before the observer's any more");
    }

    @Test
    void look_detachedInOneDirection_isDetached() {
        places.put(4, List.of(place(true, State.BEHIND, 45, ""), place(false, State.GONE, 0, "")));
        assertThat(look()).isEqualTo(new ChainCheck.Result(List.of(VB), Map.of()));
    }

    @Test
    void look_placesUnknown_otherDevicesAreLookedAt() {
        places.remove(3);
        places.put(4, List.of(place(true, State.GONE, 0, ""), place(false, State.GONE, 0, "")));
        assertThat(look()).isEqualTo(new ChainCheck.Result(List.of(VB), Map.of()));
        assertThat(messages())
                .containsExactly("vb: somebody else has detached the observer's programs, which are attached again");
    }

    private ChainCheck.Result look() {
        return check.look(List.of(VA, VB), 200 * SECOND);
    }

    private List<ChainPlace> find(int ifindex) throws SourceException {
        List<ChainPlace> found = places.get(ifindex);
        if (found == null) {
            throw new SourceException("no such device");
        }
        return found;
    }

    private List<String> messages() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static ChainPlace place(boolean ingress, State state, int program, String name) {
        return new ChainPlace(ingress, state, program, name);
    }
}
