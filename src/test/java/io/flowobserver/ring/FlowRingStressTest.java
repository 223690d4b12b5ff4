// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.entity.Link;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.FlowWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One writer and one reader on a ring far too small: no torn row, and what was not seen was told as lost. */
class FlowRingStressTest {
    private static final int CAPACITY = 8;
    private static final long DURATION_NANOS = TimeUnit.SECONDS.toNanos(Integer.getInteger("stress.seconds", 10));
    private static final Link[] LINKS = new Link[64];

    static {
        for (int i = 0; i < LINKS.length; i++) {
            LINKS[i] = new Link("link" + i);
        }
    }

    private static final long MAC_BITS = (1L << 48) - 1;

    private volatile long lastSequence = Long.MAX_VALUE;

    @Test
    @Timeout(60)
    void read_writerLapsReader_seenAndLostAreAllWritten() throws Exception {
        FlowRing ring = new FlowRing(CAPACITY);
        RingReader reader = ring.reader();
        CompletableFuture<Tally> reading = CompletableFuture.supplyAsync(() -> drain(reader));
        long deadline = System.nanoTime() + DURATION_NANOS;
        while (System.nanoTime() < deadline) {
            for (int i = 0; i < 1000; i++) {
                fill(ring.claim(), ring.written());
                ring.publish();
            }
            // Now and then the reader catches up, so that reads of the newest row are raced as well as of the oldest.
            if ((ring.written() / 1000) % 7 == 0) {
                Thread.onSpinWait();
            }
        }
        lastSequence = ring.written();
        Tally tally = reading.get(30, TimeUnit.SECONDS);
        System.getLogger(getClass().getName()).log(System.Logger.Level.INFO, "written {0}, {1}", ring.written(), tally);
        assertThat(tally.torn).isZero();
        assertThat(tally.seen).isPositive();
        assertThat(tally.lost).isPositive();
        assertThat(tally.seen + tally.lost).isEqualTo(ring.written());
    }

    private Tally drain(RingReader reader) {
        FlowView view = new FlowView();
        long seen = 0;
        long lost = 0;
        long torn = 0;
        LongAdder tornGlances = new LongAdder();
        while (reader.position() < lastSequence) {
            switch (reader.read(view, flow -> isWanted(flow, tornGlances))) {
                case SKIPPED -> seen++;
                case OK -> {
                    seen++;
                    torn += intact(view, reader.position() - 1) ? 0 : 1;
                }
                case LAPPED -> lost += reader.lost();
                case EMPTY -> Thread.onSpinWait();
            }
        }
        return new Tally(seen, lost, torn + tornGlances.sum());
    }

    /** Every second flow; but the first line of each has to be whole. */
    private static boolean isWanted(FlowView flow, LongAdder torn) {
        if (flow.timeNanos() != check(flow.sequence()) || flow.sourceIdentity() != (int) flow.timeNanos()) {
            torn.increment();
        }
        return (flow.sequence() & 1) == 0;
    }

    private static long check(long sequence) {
        return sequence * 0x9E3779B97F4A7C15L;
    }

    /** Columns in each cache line (those of the tunnel count in every second run of 256 flows), and a reference, all made from the sequence. */
    private static void fill(FlowWriter row, long sequence) {
        long check = check(sequence);
        row.timeNanos(check);
        row.sourceIdentity((int) check);
        if (((int) sequence & FlowFlags.TUNNEL) != 0) {
            row.sourceAddress(check ^ 4, check ^ 5);
            row.destinationAddress(check ^ 6, check ^ 7);
            row.moveToTunnel(0);
        }
        row.sourceAddress(check, ~check);
        row.ipTraceId(check ^ 1);
        row.sourceMac(check ^ 2);
        row.cgroupId(check ^ 3);
        row.link(LINKS[(int) sequence & 63]);
        row.addFlags((int) sequence);
    }

    private static boolean intact(FlowView view, long sequence) {
        long check = check(sequence);
        return view.sequence() == sequence
                && view.timeNanos() == check
                && view.sourceIdentity() == (int) check
                && view.sourceAddressHigh() == check
                && view.sourceAddressLow() == ~check
                && view.ipTraceId() == (check ^ 1)
                && view.sourceMac() == ((check ^ 2) & MAC_BITS)
                && view.cgroupId() == (view.has(FlowFlags.COUNTS) ? 0 : check ^ 3)
                && (!view.has(FlowFlags.TUNNEL) || tunnelIntact(view, check))
                && view.link() == LINKS[(int) sequence & 63]
                && view.flags() == (int) sequence
                && view.destinationIdentity() == 0;
    }

    private static boolean tunnelIntact(FlowView view, long check) {
        return view.tunnelSourceAddressHigh() == (check ^ 4) && view.tunnelDestinationAddressLow() == (check ^ 7);
    }

    private record Tally(long seen, long lost, long torn) {}
}
