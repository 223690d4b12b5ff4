// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.entity.Notice;
import io.flowobserver.serve.listen.MinimumCapacityAllocator;
import io.flowobserver.serve.stream.ResponseMessage;
import io.grpc.internal.Framer;
import io.grpc.internal.GrpcUtil;
import io.grpc.internal.MessageFramer;
import io.grpc.internal.StatsTraceContext;
import io.grpc.internal.WritableBuffer;
import io.grpc.internal.WritableBufferAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sends responses in bundles through gRPC's own {@link MessageFramer}, and compares the bytes with those of the same
 * responses sent one by one. This is the only class that uses {@code io.grpc.internal}, which may change in any release.
 *
 * <p>One instance sends one sequence of responses; it is also what the framer takes buffers from and delivers them to.
 * Used by one thread.
 */
final class BundleCheck implements MessageFramer.Sink, WritableBufferAllocator {
    /** Bytes of each response's event. Together: short ones, more than a bundle holds, and one that no bundle holds. */
    private static final int[] EVENT_BYTES = {0, 1, 300, 4000, 4000, 4000, 10_000, 20, 20};

    private final ResponseMessage message = new ResponseMessage(new FlowEncoder(new FlowUuid(0, 0)));
    private final MinimumCapacityAllocator buffers = new MinimumCapacityAllocator(UnpooledByteBufAllocator.DEFAULT);
    private final ByteArrayOutputStream delivered = new ByteArrayOutputStream();
    private final AnswerBundle bundle;
    private final Framer framer;

    /** Creates what is checked: gRPC's framer, or one of a test. */
    interface FramerFactory {
        Framer create(MessageFramer.Sink sink, WritableBufferAllocator buffers);
    }

    private BundleCheck(int capacity, FramerFactory framers) {
        bundle = new AnswerBundle(capacity, () -> {
            throw new IllegalStateException("the framer did not take one buffer for head and message");
        });
        framer = framers.create(this, this);
    }

    /**
     * Checks the framer on the class path. In a new process this takes some 10 ms of CPU, most of it to load classes.
     *
     * @throws RuntimeException if bundles are not framed as single responses are, or not at all
     */
    static void run() {
        run((sink, buffers) -> new MessageFramer(sink, buffers, StatsTraceContext.NOOP));
    }

    static void run(FramerFactory framers) {
        byte[] bundled = new BundleCheck(ResponseBundling.CAPACITY, framers).send();
        byte[] single = new BundleCheck(0, framers).send();
        if (!Arrays.equals(bundled, single)) {
            throw new IllegalStateException("the bytes differ from those of single responses");
        }
    }

    /** Version of grpc-core on the class path. */
    static String grpcVersion() {
        return GrpcUtil.getGrpcBuildVersion().getImplementationVersion();
    }

    private byte[] send() {
        try {
            for (int i = 0; i < EVENT_BYTES.length; i++) {
                byte[] event = new byte[EVENT_BYTES[i]];
                Arrays.fill(event, (byte) (i + 1));
                message.notice(new Notice(i, event), new byte[0]);
                if (!bundle.fits(message)) {
                    flush();
                }
                bundle.add(message);
            }
            flush();
            return delivered.toByteArray();
        } finally {
            framer.dispose();
        }
    }

    /** Hands the bundle to the framer, as gRPC does in {@code ServerCall.sendMessage}. */
    private void flush() {
        int expected = delivered.size() + bundle.length();
        bundle.reserveIn(buffers);
        framer.writePayload(bundle);
        framer.flush();
        if (bundle.removeDrained() == 0 || delivered.size() != expected) {
            throw new IllegalStateException("the framer delivered " + delivered.size() + " bytes for " + expected);
        }
    }

    @Override
    public WritableBuffer allocate(int capacity) {
        return new Buffer(buffers.buffer(capacity, capacity));
    }

    @Override
    public void deliverFrame(@Nullable WritableBuffer frame, boolean endOfStream, boolean flush, int messages) {
        if (frame instanceof Buffer buffer) {
            try {
                buffer.bytes.readBytes(delivered, buffer.readableBytes());
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            } finally {
                buffer.release();
            }
        }
    }

    /** As grpc-netty's buffers are, which only grpc-netty can create. */
    private record Buffer(ByteBuf bytes) implements WritableBuffer {
        @Override
        public void write(byte[] from, int at, int length) {
            bytes.writeBytes(from, at, length);
        }

        @Override
        public void write(byte value) {
            bytes.writeByte(value);
        }

        @Override
        public int writableBytes() {
            return bytes.writableBytes();
        }

        @Override
        public int readableBytes() {
            return bytes.readableBytes();
        }

        @Override
        public void release() {
            bytes.release();
        }
    }
}
