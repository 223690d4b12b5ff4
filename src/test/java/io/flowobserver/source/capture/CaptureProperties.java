// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.event.EventBytes;
import io.flowobserver.source.Delivered;
import io.flowobserver.source.SourceException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class CaptureProperties {
    @Property(tries = 200)
    void replay_ofAnyEvents_givesThemBack(@ForAll("events") List<Delivered.Event> events) throws SourceException {
        var sink = new Delivered();
        Captures.drain(Captures.replay(Captures.of(events)), sink);
        assertThat(sink.events).isEqualTo(events);
    }

    /** Cut anywhere, a capture gives the events before the cut and one error, unless the cut is between two. */
    @Property(tries = 500)
    void replay_ofACutCapture_givesWhatIsWhole(
            @ForAll("events") @Size(min = 1) List<Delivered.Event> events, @ForAll int cut) throws SourceException {
        byte[] capture = Captures.of(events);
        int length = 24 + Math.floorMod(cut, capture.length - 23);
        var sink = new Delivered();
        boolean thrown = false;
        try {
            Captures.drain(Captures.replay(Arrays.copyOf(capture, length)), sink);
        } catch (CaptureException e) {
            thrown = true;
        }
        assertThat(sink.events).isEqualTo(events.subList(0, sink.events.size()));
        int whole = Captures.of(sink.events).length;
        assertThat(thrown).isEqualTo(whole != length);
    }

    /** Damage anywhere ends in events or in a CaptureException, never in anything else. */
    @Property(tries = 2000)
    void reader_ofADamagedCapture_throwsNothingElse(
            @ForAll("events") @Size(min = 1) List<Delivered.Event> events, @ForAll int at, @ForAll byte value) {
        byte[] capture = Captures.of(events);
        capture[Math.floorMod(at, capture.length)] = value;
        readAll(capture);
    }

    @Property(tries = 2000)
    void reader_ofRandomBytes_throwsNothingElse(@ForAll byte[] bytes) {
        byte[] capture = Arrays.copyOf(Captures.of(List.of()), 24 + bytes.length);
        System.arraycopy(bytes, 0, capture, 24, bytes.length);
        readAll(capture);
        readAll(bytes);
    }

    private static void readAll(byte[] capture) {
        var bytes = new EventBytes();
        int events = 0;
        try (var reader = CaptureReader.of("test", ByteBuffer.wrap(capture))) {
            while (reader.next(bytes)) {
                assertThat(bytes.length()).isLessThan(capture.length);
                events++;
            }
        } catch (CaptureException e) {
            assertThat(e).hasMessageContaining("capture test: ");
        }
        assertThat(events).isLessThanOrEqualTo(capture.length / CaptureWriter.OVERHEAD);
    }

    @Provide
    Arbitrary<List<Delivered.Event>> events() {
        var contents = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        // Loss notes are told apart from events, and have a test of their own.
        var kinds = Arbitraries.integers().between(0, 255).filter(kind -> kind != 3);
        var times = Arbitraries.longs().between(0, 0xffff_ffffL * 1_000_000_000 + 999_999_999);
        return Combinators.combine(kinds, Arbitraries.integers(), times, contents)
                .as(Delivered::event)
                .list()
                .ofMaxSize(20);
    }
}
