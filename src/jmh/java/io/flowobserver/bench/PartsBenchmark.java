// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.ring.RingReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The parts that need no other thread, each in a JVM of its own. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xms64m", "-Xmx256m", "-XX:MaxDirectMemorySize=512m"})
public class PartsBenchmark {
    private static final int VIEWS = 4_096;

    private final FlowView[] views = new FlowView[VIEWS];
    private final FlowView[] counted = new FlowView[VIEWS];
    private final byte[] out = new byte[8_192];
    private final FlowView copy = new FlowView();
    private PlainDecoder plain;
    private ByteBuffer capture;
    private BenchServer road;
    private BenchServer countedRoad;
    private FlowEncoder encoder;
    private RingReader reader;

    /** Fills a ring and copies flows out of it. */
    @Setup(Level.Trial)
    public void fill() throws IOException {
        BenchInventory world = new BenchInventory();
        capture = BenchCapture.capture(world);
        road = new BenchServer(world, capture, BenchCapture.EVENTS - 1);
        plain = new PlainDecoder(world);
        encoder = new FlowEncoder(road.uuids);
        road.replayOnce();
        reader = road.ring.reader();
        for (int i = 0; i < VIEWS; i++) {
            views[i] = new FlowView();
            if (reader.read(views[i]) != RingReader.Result.OK) {
                throw new IllegalStateException("no flow at " + i);
            }
        }
        fillCounted(world);
    }

    private void fillCounted(BenchInventory world) throws IOException {
        countedRoad = new BenchServer(world, BenchCapture.capture(world, true), BenchCapture.EVENTS - 1);
        countedRoad.replayOnce();
        RingReader flows = countedRoad.ring.reader();
        for (int i = 0; i < VIEWS; i++) {
            counted[i] = new FlowView();
            if (flows.read(counted[i]) != RingReader.Result.OK || !counted[i].has(FlowFlags.COUNTS)) {
                throw new IllegalStateException("no counts at " + i);
            }
        }
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        road.close();
        countedRoad.close();
    }

    /** Decode, attribute, publish. */
    @Benchmark
    @OperationsPerInvocation(BenchCapture.EVENTS)
    public long ingest() {
        road.replayOnce();
        return road.ring.written();
    }

    /** Decode, attribute, publish events that have counts. */
    @Benchmark
    @OperationsPerInvocation(BenchCapture.EVENTS)
    public long ingestCounts() {
        countedRoad.replayOnce();
        return countedRoad.ring.written();
    }

    /** The same events without counts, a {@code flow.Flow} of each. */
    @Benchmark
    @OperationsPerInvocation(BenchCapture.EVENTS)
    public Object plain() {
        plain.replayOnce(capture);
        return plain.newest();
    }

    /** Wire bytes of flows at hand. */
    @Benchmark
    @OperationsPerInvocation(VIEWS)
    public int encode() {
        int length = 0;
        for (FlowView view : views) {
            length += encoder.encode(view, out, 0);
        }
        return length;
    }

    /** The same flows with counts of their connections. */
    @Benchmark
    @OperationsPerInvocation(VIEWS)
    public int encodeCounts() {
        int length = 0;
        for (FlowView view : counted) {
            length += encoder.encode(view, out, 0);
        }
        return length;
    }

    /** Flows copied out of the ring. */
    @Benchmark
    @OperationsPerInvocation(VIEWS)
    public long read() {
        reader.seek(road.ring.oldest());
        long bits = 0;
        for (int i = 0; i < VIEWS; i++) {
            reader.read(copy);
            bits ^= copy.timeNanos();
        }
        return bits;
    }
}
