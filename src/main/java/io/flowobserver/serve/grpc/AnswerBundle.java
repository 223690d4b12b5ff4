// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.flowobserver.serve.listen.MinimumCapacityAllocator;
import io.flowobserver.serve.stream.ResponseMessage;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Several responses of one call that gRPC takes as if they were one message: what gRPC does for each message costs more
 * than the encoding of a response.
 *
 * <p>gRPC is told the length of the first response only. It writes the head of that one, and then the bundle writes all
 * responses into the same buffer, the second and later ones behind heads of their own. So the bytes are the same as if
 * gRPC had sent the responses one by one.
 *
 * <p>This relies on what these methods do in grpc-java 1.83.1, beyond what they promise:
 *
 * <ul>
 *   <li>{@code ServerCallImpl.sendMessage} takes the stream from {@link #MARSHALLER} and gives it to
 *       {@code AbstractStream.writeMessage}, then calls {@code AbstractStream.flush}, all before it returns. If framing
 *       throws, it cancels the call and does not throw itself.
 *   <li>{@code AbstractStream.writeMessage} calls {@code MessageFramer.writePayload} once, or not at all if the call has
 *       ended. Then it closes the stream, which does nothing here.
 *   <li>{@code MessageFramer.writePayload} compresses unless {@code setMessageCompression(false)} was called or the
 *       compressor is {@code Codec.Identity.NONE}. It takes the length of a {@link KnownLength} from {@link #available}
 *       and compares that with what {@link #drainTo} returns, not with how many bytes were written. It counts one
 *       message.
 *   <li>{@code MessageFramer.writeKnownLengthUncompressed} takes one buffer for head and message, writes a head of a
 *       zero byte and four bytes of length, big-endian, and calls {@link #drainTo} with a stream that
 *       copies into that buffer. {@code MessageFramer.writeRaw} goes by how much room the buffer has, not by the length
 *       it was told. If the room is not enough, it throws ("knownLengthPendingAllocation reached 0").
 *   <li>{@code MessageFramer.flush} gives the whole buffer to the transport, so that the next message begins with a new
 *       buffer.
 *   <li>{@code NettyWritableBufferAllocator.allocate} asks the channel's allocator, which is
 *       {@link MinimumCapacityAllocator}, for exactly the length that the framer wants (1 MiB at most), and
 *       {@code NettyWritableBuffer.writableBytes} tells the capacity that the allocator gave.
 *   <li>{@code NettyServerStream.Sink.writeFrame} counts the bytes that are in the buffer for {@code isReady}.
 *   <li>{@code ServerCallImpl.setCompression} and {@code setMessageCompression} reach the framer;
 *       {@link ServerStreamingCall} turns compression off by them.
 * </ul>
 *
 * <p>{@link BundleCheck} tries the framer when the server starts. Each time a bundle is written, it also looks at the
 * buffer that gRPC took. If that is not the expected one, only the first response is written and the others follow as
 * messages of their own, so that a client gets right bytes in any case.
 *
 * <p>There is one instance per event loop, which is empty between the turns of its streams. Used by its event loop only.
 */
public final class AnswerBundle extends InputStream implements KnownLength, Drainable {
    /** For a method whose responses are encoded already; it cannot read any. */
    static final MethodDescriptor.Marshaller<AnswerBundle> MARSHALLER = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(AnswerBundle bundle) {
            return bundle;
        }

        @Override
        public AnswerBundle parse(InputStream stream) {
            throw new UnsupportedOperationException("responses are only written here");
        }
    };

    private static final int INITIAL_BYTES = 8192;

    /** Bytes of the head of a gRPC message: one says whether it is compressed, four are its length. */
    private static final int HEAD = 5;

    private final Runnable onRefusal;
    private int capacity;
    private byte[] bytes = new byte[INITIAL_BYTES];
    private @Nullable MinimumCapacityAllocator buffers;
    /** Where the first response begins; its head is not in {@link #bytes}. */
    private int start;

    private int firstLength;
    private int end;
    private int responses;
    private int drained;

    /**
     * @param capacity bytes that several responses may take together with their heads; 0 for one response at a time
     * @param onRefusal called when gRPC did not take the buffer that a bundle needs; the capacity is 0 from then on
     */
    AnswerBundle(int capacity, Runnable onRefusal) {
        this.capacity = capacity;
        this.onRefusal = onRefusal;
    }

    boolean isEmpty() {
        return responses == 0;
    }

    /** Whether there is room for one more response; an empty bundle has room for any. */
    boolean fits(ResponseMessage response) {
        return responses == 0 || length() + HEAD + response.length() <= capacity;
    }

    /** Copies a response to the end; called only if it {@link #fits}. */
    void add(ResponseMessage response) {
        int length = response.length();
        if (responses == 0) {
            firstLength = length;
            reserve(length);
        } else {
            bytes[end] = 0;
            bytes[end + 1] = (byte) (length >>> 24);
            bytes[end + 2] = (byte) (length >>> 16);
            bytes[end + 3] = (byte) (length >>> 8);
            bytes[end + 4] = (byte) length;
            end += HEAD;
        }
        end = response.copyTo(bytes, end);
        responses++;
    }

    /** Bytes of all responses and their heads. */
    int length() {
        return HEAD + end - start;
    }

    /** Has the next buffer of a connection hold all responses; called before the bundle is handed to gRPC. */
    void reserveIn(MinimumCapacityAllocator connection) {
        buffers = connection;
        connection.atLeast(length());
    }

    /** Length of the first response, for whose head gRPC asks. */
    @Override
    public int available() {
        return firstLength;
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("drained at once");
    }

    @Override
    public int read(byte[] target, int from, int length) {
        throw new UnsupportedOperationException("drained at once");
    }

    /** Writes all responses, or the first one, and returns the same as {@link #available}. */
    @Override
    public int drainTo(OutputStream target) throws IOException {
        boolean all = responses == 1 || (buffers != null && buffers.requestedCapacity() == HEAD + firstLength);
        target.write(bytes, start, all ? end - start : firstLength);
        drained = all ? responses : 1;
        return firstLength;
    }

    /** Removes what gRPC has taken, and returns how many responses that was; 0 if gRPC takes no more. */
    int removeDrained() {
        int removed = drained;
        if (removed == responses) {
            clear();
        } else if (removed > 0) {
            drained = 0;
            responses--;
            start += firstLength;
            firstLength = lengthInHead(start);
            start += HEAD;
            capacity = 0;
            onRefusal.run();
        }
        return removed;
    }

    void clear() {
        responses = 0;
        drained = 0;
        start = 0;
        end = 0;
        buffers = null;
    }

    private int lengthInHead(int at) {
        return (bytes[at + 1] << 24)
                | ((bytes[at + 2] & 0xFF) << 16)
                | ((bytes[at + 3] & 0xFF) << 8)
                | (bytes[at + 4] & 0xFF);
    }

    private void reserve(int length) {
        if (bytes.length < length) {
            bytes = Arrays.copyOf(bytes, length);
        }
    }
}
