// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.bench;

import io.flowobserver.event.EventBytes;
import io.flowobserver.event.SampleKind;
import io.flowobserver.event.SampleOrigin;
import io.flowobserver.event.datapath.TraceCounts;
import io.flowobserver.event.datapath.TraceNotify;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.capture.CaptureWriter;
import io.flowobserver.source.capture.ReplayOptions;
import io.flowobserver.source.capture.ReplaySource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A capture of {@link #EVENTS} trace events, as our programs write them, of {@link #TUPLES} connections between the peers
 * of a {@link BenchInventory}: 80 % TCP with time stamps, 15 % UDP, 5 % ICMP; a tenth is IPv6. The same bytes in every run.
 */
final class BenchCapture {
    static final int EVENTS = 65_536;
    static final int TUPLES = 8_192;

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int FIN = 0x01;
    private static final int SYN = 0x02;
    private static final int PSH = 0x08;
    private static final int ACK = 0x10;
    private static final int CAPTURED_AT_MOST = 128;
    private static final int TRACKED = 0x01;
    private static final int SUMMED = 0x40;
    private static final long START_NANOS = 1_800_000_000L * 1_000_000_000L;

    /** One connection of a local endpoint, seen at that endpoint. */
    private record Tuple(
            BenchInventory.Peer local,
            BenchInventory.Peer remote,
            int remoteIpv4,
            boolean ipv6,
            int protocol,
            int port) {}

    private final BenchInventory world;
    private final SplittableRandom random = new SplittableRandom(1);
    private final ByteBuffer sample =
            ByteBuffer.allocate(TraceNotify.LENGTH_V2 + TraceCounts.LENGTH + CAPTURED_AT_MOST);
    private final EventBytes view = new EventBytes();

    private final boolean counted;

    private BenchCapture(BenchInventory world, boolean counted) {
        this.world = world;
        this.counted = counted;
    }

    /** The capture in direct memory. */
    static ByteBuffer capture(BenchInventory world) throws IOException {
        return capture(world, false);
    }

    /**
     * The capture in direct memory.
     *
     * @param counted whether the events have the counts of their connections
     */
    static ByteBuffer capture(BenchInventory world, boolean counted) throws IOException {
        Path file = Files.createTempFile("observer-bench", ".pcap");
        try {
            new BenchCapture(world, counted).write(file);
            ByteBuffer bytes = ByteBuffer.allocateDirect((int) Files.size(file)).order(ByteOrder.LITTLE_ENDIAN);
            try (FileChannel channel = FileChannel.open(file)) {
                while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                    // until all is there
                }
            }
            return bytes.flip();
        } finally {
            Files.delete(file);
        }
    }

    static ReplaySource replay(ByteBuffer capture) {
        try {
            return ReplaySource.of("workload", capture, ReplayOptions.MAX);
        } catch (SourceException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(Path file) throws IOException {
        Tuple[] tuples = new Tuple[TUPLES];
        for (int i = 0; i < TUPLES; i++) {
            tuples[i] = tuple(i);
        }
        try (CaptureWriter capture = CaptureWriter.create(file)) {
            for (int i = 0; i < EVENTS; i++) {
                // Every connection is seen once before chance decides.
                event(i < TUPLES ? tuples[i] : tuples[random.nextInt(TUPLES)]);
                int origin = counted ? SampleOrigin.OWN : SampleOrigin.UNKNOWN;
                capture.write(SampleKind.PERF, origin, i & 1, START_NANOS + i * 250L, view);
            }
        }
    }

    private Tuple tuple(int number) {
        BenchInventory.Peer local = world.locals.get(random.nextInt(BenchInventory.LOCALS));
        int kind = random.nextInt(100);
        int protocol = kind < 80 ? TCP : kind < 95 ? UDP : 1;
        boolean ipv6 = random.nextInt(10) == 0;
        int whom = random.nextInt(100);
        BenchInventory.Peer remote = whom < 10
                ? world.outsiders.get(random.nextInt(BenchInventory.OUTSIDERS))
                : world.remotes.get(random.nextInt(BenchInventory.REMOTES));
        // A few are seen before the service's address is translated.
        boolean toService = whom >= 95 && !ipv6;
        int remoteIpv4 = toService
                ? world.services.get(random.nextInt(BenchInventory.SERVICES)).ipv4()
                : remote.ipv4();
        return new Tuple(local, remote, remoteIpv4, ipv6, protocol, 20_000 + number);
    }

    private void event(Tuple tuple) {
        boolean reply = random.nextBoolean();
        int packetOffset = TraceNotify.LENGTH_V2 + (counted ? TraceCounts.LENGTH : 0);
        sample.clear().order(ByteOrder.BIG_ENDIAN);
        sample.position(packetOffset).put(new byte[CAPTURED_AT_MOST]).position(packetOffset);
        int length = packet(tuple, reply);
        int captured = Math.min(length, CAPTURED_AT_MOST);
        sample.order(ByteOrder.LITTLE_ENDIAN);
        sample.put(TraceNotify.TYPE_OFFSET, (byte) 4);
        sample.put(TraceNotify.SUBTYPE_OFFSET, (byte) (reply ? 0 : 5));
        sample.putShort(TraceNotify.SOURCE_OFFSET, (short) tuple.local.endpoint());
        sample.putInt(TraceNotify.HASH_OFFSET, random.nextInt());
        sample.putInt(TraceNotify.ORIGINAL_LENGTH_OFFSET, length);
        sample.putShort(TraceNotify.CAPTURE_LENGTH_OFFSET, (short) captured);
        sample.putShort(TraceNotify.VERSION_OFFSET, (short) (counted ? TraceCounts.EXTENSION << Byte.SIZE | 2 : 2));
        sample.putShort(TraceNotify.DESTINATION_ID_OFFSET, (short) (reply ? tuple.local.endpoint() : 0));
        sample.put(TraceNotify.REASON_OFFSET, (byte) (reply ? 2 : random.nextInt(10) == 0 ? 0 : 1));
        sample.put(TraceNotify.FLAGS_OFFSET, (byte) (tuple.ipv6 ? 1 : 0));
        sample.putInt(TraceNotify.INTERFACE_OFFSET, BenchInventory.FIRST_INTERFACE + tuple.local.endpoint());
        if (counted) {
            counts(length, tuple.protocol == TCP ? ACK | PSH | SYN : 0);
        }
        view.wrap(sample, 0, packetOffset + captured);
    }

    /** What a connection's event tells in most cases. */
    private void counts(int length, int flags) {
        int block = TraceNotify.LENGTH_V2;
        int packets = 1 + random.nextInt(1_000);
        sample.putLong(block + TraceCounts.PACKETS_OFFSET, packets);
        sample.putLong(block + TraceCounts.BYTES_OFFSET, (long) packets * length);
        sample.putLong(block + TraceCounts.TOTAL_PACKETS_OFFSET, 3L * packets);
        sample.putLong(block + TraceCounts.TOTAL_BYTES_OFFSET, 3L * packets * length);
        sample.putLong(block + TraceCounts.REVERSE_PACKETS_OFFSET, 2L * packets);
        sample.putLong(block + TraceCounts.REVERSE_BYTES_OFFSET, 2L * packets * 66);
        sample.putLong(block + TraceCounts.AGE_OFFSET, random.nextLong(START_NANOS >>> 16));
        sample.put(block + TraceCounts.TCP_FLAGS_OFFSET, (byte) flags);
        sample.put(block + TraceCounts.REVERSE_TCP_FLAGS_OFFSET, (byte) flags);
        sample.putShort(block + TraceCounts.STATE_OFFSET, (short) (TRACKED | SUMMED));
    }

    private int packet(Tuple tuple, boolean reply) {
        int payload = random.nextBoolean() ? 0 : 32 + random.nextInt(1_000);
        int transport = tuple.protocol == TCP ? 32 : 8;
        sample.putShort((short) 0x0242).putInt(reply ? tuple.local.ipv4() : 1);
        sample.putShort((short) 0x0242).putInt(reply ? 1 : tuple.local.ipv4());
        if (tuple.ipv6) {
            sample.putShort((short) 0x86DD);
            ipv6(tuple, reply, transport + payload);
        } else {
            sample.putShort((short) 0x0800);
            ipv4(tuple, reply, transport + payload);
        }
        transport(tuple, reply, payload);
        return 14 + (tuple.ipv6 ? 40 : 20) + transport + payload;
    }

    private void ipv4(Tuple tuple, boolean reply, int length) {
        sample.putShort((short) 0x4500).putShort((short) (20 + length)).putInt(0x1234_4000);
        sample.putShort((short) (64 << 8 | tuple.protocol)).putShort((short) 0);
        sample.putInt(reply ? tuple.remoteIpv4 : tuple.local.ipv4());
        sample.putInt(reply ? tuple.local.ipv4() : tuple.remoteIpv4);
    }

    private void ipv6(Tuple tuple, boolean reply, int length) {
        int next = tuple.protocol == 1 ? 58 : tuple.protocol;
        sample.putInt(0x6000_0000).putShort((short) length).putShort((short) (next << 8 | 64));
        sample.putLong(BenchInventory.Peer.IPV6_HIGH).putLong((reply ? tuple.remote : tuple.local).ipv6Low());
        sample.putLong(BenchInventory.Peer.IPV6_HIGH).putLong((reply ? tuple.local : tuple.remote).ipv6Low());
    }

    private void transport(Tuple tuple, boolean reply, int payload) {
        if (tuple.protocol == 1) {
            int request = tuple.ipv6 ? 128 : 8;
            int answer = tuple.ipv6 ? 129 : 0;
            sample.putShort((short) ((reply ? answer : request) << 8))
                    .putShort((short) 0)
                    .putInt(tuple.port);
            return;
        }
        sample.putShort((short) (reply ? BenchInventory.SERVICE_PORT : tuple.port));
        sample.putShort((short) (reply ? tuple.port : BenchInventory.SERVICE_PORT));
        if (tuple.protocol == UDP) {
            sample.putShort((short) (8 + payload)).putShort((short) 0);
            return;
        }
        sample.putInt(random.nextInt()).putInt(random.nextInt());
        sample.putShort((short) (0x8000 | flags(reply, payload)))
                .putShort((short) 502)
                .putInt(0);
        sample.putInt(0x0101_080A).putLong(random.nextLong());
    }

    /** A segment without data in eight begins or ends a connection. */
    private int flags(boolean reply, int payload) {
        if (payload > 0) {
            return PSH | ACK;
        }
        return switch (random.nextInt(16)) {
            case 0 -> reply ? SYN | ACK : SYN;
            case 1 -> FIN | ACK;
            default -> ACK;
        };
    }
}
