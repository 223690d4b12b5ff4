// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.WallClock;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A source that reads from the perf rings of the observer's own eBPF programs.
 *
 * <p>Only one thread may call {@link #poll} and {@link #close}. Any thread may call the other methods.
 */
public final class BpfSource implements EventSource {
    /** The file descriptor argument that means the network namespace of the calling thread. */
    public static final int OWN_NAMESPACE = -1;

    private static final int FRAMES_CAPACITY = 4 << 20;
    private static final int STATISTICS_CAPACITY = 256 << 10;
    private static final int TEXT_CAPACITY = 1024;

    /** The kernel wakes the reader only if a ring is a quarter full, so a single event needs regular polling. */
    private static final int LOOK_EVERY_MILLIS = 10;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long CHECK_LOSSES_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PerfShim shim;
    private final NativeCode.LibC libc;
    private final ByteBuffer frames = NativeCode.buffer(FRAMES_CAPACITY);
    private final long framesAddress = NativeCode.addressOf(frames);
    private final FrameReader walk = new FrameReader();
    private final ByteBuffer statisticsBuffer = NativeCode.buffer(STATISTICS_CAPACITY);
    private final WallClock clock = WallClock.system();
    private final OutputStatistics losses = new OutputStatistics();

    /** Every library call holds the read lock, and close() holds the write lock, so no call uses a closed handle. */
    private final ReadWriteLock lifetime = new ReentrantReadWriteLock();

    private long handle;
    private long lossesCheckedNanos;
    private @Nullable ConnectionSweeper sweeper;
    private boolean broken;
    private @Nullable EventSink lastSink;

    /** The role of a network interface on the node. */
    public enum Role {
        /** The host's end of a workload's veth pair. */
        ENDPOINT(PerfShim.ROLE_ENDPOINT),
        /** An uplink of the node. */
        NETWORK(PerfShim.ROLE_NETWORK);

        private final int number;

        Role(int number) {
            this.number = number;
        }
    }

    /** How the programs are attached to a network interface. */
    public enum Attachment {
        /** The kernel detaches the programs when this process ends. */
        TCX,
        /** If this process is killed, the programs stay attached but do nothing. The next start replaces them. */
        CLSACT
    }

    private BpfSource(PerfShim shim, NativeCode.LibC libc) {
        this.shim = shim;
        this.libc = libc;
    }

    /**
     * Loads the programs and opens the rings. Nothing is attached yet.
     *
     * @throws SourceException the message says what failed and how to fix it, for example a missing capability
     */
    public static BpfSource open(BpfOptions options) throws SourceException {
        var source = new BpfSource(NativeCode.loadShim(options.scratch()), NativeCode.loadLibC());
        source.openHandle(options);
        return source;
    }

    private void openHandle(BpfOptions options) throws SourceException {
        ByteBuffer result = NativeCode.buffer(Long.BYTES);
        ByteBuffer error = NativeCode.buffer(TEXT_CAPACITY);
        int errno = open(options, result, error);
        if (errno < 0) {
            String text = NativeCode.text(error);
            throw new SourceException("bpf: " + (text.isEmpty() ? failed("observer_open", errno) : text));
        }
        handle = result.getLong(0);
        losses.start(clock.nowNanos());
        lossesCheckedNanos = System.nanoTime();
    }

    private int open(BpfOptions options, ByteBuffer result, ByteBuffer error) {
        ByteBuffer filter = FilterRule.write(options.reporting().filter());
        try {
            return shim.open(result, OpenOptions.of(options, filter), error, TEXT_CAPACITY);
        } finally {
            // The options hold only its address.
            Reference.reachabilityFence(filter);
        }
    }

    /**
     * Attaches the programs to both directions of an interface, as the first programs of the chain. A second call for
     * the same interface replaces the first.
     *
     * @param netnsFd a {@link NetworkNamespace#descriptor}, or {@link #OWN_NAMESPACE}
     * @param l3Device whether packets of the interface have no Ethernet header
     */
    public Attachment attach(int netnsFd, int ifindex, Role role, boolean l3Device) throws SourceException {
        lifetime.readLock().lock();
        try {
            int flags = l3Device ? PerfShim.ATTACH_L3 : 0;
            int result = shim.attach(opened(), netnsFd, ifindex, role.number, flags);
            if (result < 0) {
                throw new SourceException("bpf: interface " + ifindex + ": " + failed("observer_attach", result)
                        + Errno.attachRemedy(-result));
            }
            return result == PerfShim.ATTACHED_TCX ? Attachment.TCX : Attachment.CLSACT;
        } finally {
            lifetime.readLock().unlock();
        }
    }

    /**
     * Detaches the programs from an interface. Does nothing if they are not attached or the interface does not exist.
     */
    public void detach(int netnsFd, int ifindex) throws SourceException {
        lifetime.readLock().lock();
        try {
            int result = shim.detach(opened(), netnsFd, ifindex);
            if (result < 0 && result != -Errno.ENOENT) {
                throw new SourceException("bpf: interface " + ifindex + ": " + failed("observer_detach", result));
            }
        } finally {
            lifetime.readLock().unlock();
        }
    }

    /**
     * Returns the places of the programs in the chains of an interface, at ingress and at egress.
     *
     * @throws SourceException if they are not attached, or if the interface does not exist
     */
    public List<ChainPlace> places(int netnsFd, int ifindex) throws SourceException {
        lifetime.readLock().lock();
        try {
            ByteBuffer places = NativeCode.buffer(ChainPlace.DIRECTIONS * ChainPlace.ENTRY_LENGTH);
            int result = shim.places(opened(), netnsFd, ifindex, places);
            if (result < 0) {
                throw new SourceException("bpf: interface " + ifindex + ": " + failed("observer_places", result));
            }
            return ChainPlace.read(places);
        } finally {
            lifetime.readLock().unlock();
        }
    }

    /**
     * Tells the programs which local endpoint has an address.
     *
     * @param high first eight bytes of the address in network byte order; 0 for IPv4
     * @param low last eight bytes of the address; {@code 0xffff} before the address for IPv4
     * @param endpointId 1 to 65535
     */
    public void updateAddress(long high, long low, int endpointId, int identity) throws SourceException {
        writeAddress(AddressEntry.key(high, low), AddressEntry.value(endpointId, identity));
    }

    /** Removes an address from the programs' map. Does nothing if the map does not have it. */
    public void removeAddress(long high, long low) throws SourceException {
        writeAddress(AddressEntry.key(high, low), null);
    }

    /**
     * Returns what the programs tried to report, per CPU and message type. When the programs are idle, attempts =
     * delivered + failed.
     */
    public List<OutputCount> statistics() throws SourceException {
        ByteBuffer buffer = NativeCode.buffer(STATISTICS_CAPACITY);
        return OutputStatistics.read(buffer, readStatistics(buffer));
    }

    /**
     * Begins to sweep the connection tables, until the source is closed. Without sweeps, connections that are over stay in
     * the tables, and what quiet ones owe is not told. Call it once.
     *
     * @param threads starts the thread again if a sweep fails
     * @param after is told the counters after each sweep, by that thread
     */
    public void startSweeps(ThreadFactory threads, Consumer<KernelCounts> after) {
        sweeper = new ConnectionSweeper(
                () -> {
                    if (sweepConnections()) {
                        after.accept(new KernelCounts(points(), tables(), losses.suppressed()));
                    }
                },
                threads);
    }

    /**
     * Has the programs tell what quiet connections owe, and removes connections that are over. The events come with the
     * next polls. Returns false if the source is closed.
     */
    public boolean sweepConnections() throws SourceException {
        lifetime.readLock().lock();
        try {
            if (handle == 0) {
                return false;
            }
            call("observer_sweep_connections", shim::sweep_connections);
            return true;
        } finally {
            lifetime.readLock().unlock();
        }
    }

    /**
     * Returns what became of the packets at the observation points, by the counters of the programs. When the programs are
     * idle and everything is delivered, each point has told of each packet, or owes it, or counts it as untold.
     */
    public List<PointTally> points() throws SourceException {
        ByteBuffer points = NativeCode.buffer(PointTally.POINTS * PointTally.ENTRY_LENGTH);
        call("observer_points", open -> shim.points(open, points));
        return PointTally.read(points);
    }

    /** Returns how full the connection tables were at the last sweep. */
    public List<ConnectionTable> tables() throws SourceException {
        ByteBuffer tables = NativeCode.buffer(ConnectionTable.TABLES * ConnectionTable.ENTRY_LENGTH);
        call("observer_tables", open -> shim.tables(open, tables));
        return ConnectionTable.read(tables);
    }

    /** Returns one line about the kernel, the library and the rings. */
    public String features() throws SourceException {
        ByteBuffer text = NativeCode.buffer(TEXT_CAPACITY);
        call("observer_features", open -> shim.features(open, text, TEXT_CAPACITY));
        return NativeCode.text(text);
    }

    /** Returns the devices of this process's network namespace. They can also be used without an open source. */
    public NetworkDevices networkDevices() {
        return new NetworkDevices(shim, libc);
    }

    /**
     * Runs the program of an observation point on a packet, without a network.
     *
     * @return average duration of a run, in nanoseconds
     */
    public int testRun(int observationPoint, byte[] packet, int repeat) throws SourceException {
        ByteBuffer copy = NativeCode.buffer(packet.length).put(0, packet);
        return call("observer_test_run", open -> shim.test_run(open, observationPoint, copy, packet.length, repeat));
    }

    @Override
    public int poll(EventSink sink, int timeoutMillis) throws SourceException {
        if (broken) {
            return ENDED;
        }
        lastSink = sink;
        try {
            return deliver(sink, waitForFrames(timeoutMillis));
        } catch (SourceException e) {
            broken = true;
            throw e;
        }
    }

    @Override
    public String name() {
        return "bpf";
    }

    @Override
    public void close() {
        if (handle == 0) {
            return;
        }
        if (sweeper != null) {
            sweeper.close();
        }
        try {
            if (lastSink != null) {
                tellLosses(lastSink);
            }
        } catch (SourceException ignored) {
            // The last losses cannot be read any more, and there is no caller who could handle the error.
        }
        lifetime.writeLock().lock();
        try {
            shim.close(handle);
            handle = 0;
        } finally {
            lifetime.writeLock().unlock();
        }
    }

    private int waitForFrames(int timeoutMillis) throws SourceException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        int length;
        do {
            // Rounded up: waiting 0 ms for the last fraction of a millisecond would be a busy loop.
            long leftMillis = (deadline - System.nanoTime() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
            int wait = (int) Math.max(0, Math.min(leftMillis, LOOK_EVERY_MILLIS));
            length = shim.poll(opened(), framesAddress, FRAMES_CAPACITY, wait);
        } while (length == 0 && System.nanoTime() - deadline < 0);
        if (length < 0) {
            throw new SourceException("bpf: " + failed("observer_poll", length));
        }
        return length;
    }

    private int deliver(EventSink sink, int length) throws SourceException {
        int samples = 0;
        if (length > 0) {
            clock.synchronize();
            samples = walk.deliver(frames, length, clock, sink);
        }
        long now = System.nanoTime();
        if (now - lossesCheckedNanos >= CHECK_LOSSES_EVERY_NANOS) {
            lossesCheckedNanos = now;
            tellLosses(sink);
        }
        return samples;
    }

    private void tellLosses(EventSink sink) throws SourceException {
        losses.tellLosses(statisticsBuffer, readStatistics(statisticsBuffer), clock.nowNanos(), sink);
    }

    private int readStatistics(ByteBuffer buffer) throws SourceException {
        return call("observer_statistics", open -> shim.statistics(open, buffer, buffer.capacity()));
    }

    private void writeAddress(ByteBuffer key, @Nullable ByteBuffer value) throws SourceException {
        call("observer_map_update", open -> shim.map_update(open, PerfShim.MAP_ADDRESSES, key, value));
    }

    /** A call of the library on the open handle. */
    private interface Call {
        int on(long open);
    }

    /** Makes a call while nobody can close the handle. Returns its result, which is not negative. */
    private int call(String function, Call call) throws SourceException {
        lifetime.readLock().lock();
        try {
            int result = call.on(opened());
            if (result < 0) {
                throw new SourceException("bpf: " + failed(function, result));
            }
            return result;
        } finally {
            lifetime.readLock().unlock();
        }
    }

    private long opened() throws SourceException {
        if (handle == 0) {
            throw new SourceException("bpf: the source is closed");
        }
        return handle;
    }

    private String failed(String call, int result) {
        return NativeCode.failed(libc, call, result);
    }
}
