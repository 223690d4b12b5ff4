// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Codec;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.internal.MessageFramer;
import io.grpc.internal.StatsTraceContext;
import io.grpc.internal.WritableBufferAllocator;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class BundleCheckTest {
    @Test
    void run_framerOfThisGrpc_passes() {
        assertThatCode(BundleCheck::run).doesNotThrowAnyException();
    }

    /** What {@link ServerStreamingCall} relies on if somebody has chosen a compressor. */
    @Test
    void run_compressorButNoMessageCompression_passes() {
        assertThatCode(() -> BundleCheck.run((sink, buffers) ->
                        framer(sink, buffers).setCompressor(new Codec.Gzip()).setMessageCompression(false)))
                .doesNotThrowAnyException();
    }

    @Test
    void run_framerThatCompresses_fails() {
        assertThatThrownBy(() ->
                        BundleCheck.run((sink, buffers) -> framer(sink, buffers).setCompressor(new Codec.Gzip())))
                .hasMessageContaining("did not take one buffer");
    }

    @Test
    void run_framerThatTakesAnotherBuffer_fails() {
        assertThatThrownBy(
                        () -> BundleCheck.run((sink, buffers) -> framer(sink, length -> buffers.allocate(length + 1))))
                .hasMessageContaining("did not take one buffer");
    }

    @Test
    void run_framerThatThrows_fails() {
        assertThatThrownBy(() -> BundleCheck.run((sink, buffers) -> new Framing(sink, buffers) {
                    @Override
                    public void writePayload(InputStream message) {
                        throw new UnsupportedOperationException("not like this");
                    }
                }))
                .hasMessageContaining("not like this");
    }

    @Test
    void run_framerThatKeepsBytes_fails() {
        assertThatThrownBy(() -> BundleCheck.run((sink, buffers) -> new Framing(sink, buffers) {
                    @Override
                    public void flush() {}
                }))
                .hasMessageContaining("the framer delivered 0 bytes");
    }

    @Test
    void run_framerThatAltersBundles_fails() {
        assertThatThrownBy(() -> BundleCheck.run((sink, buffers) -> new Framing(sink, buffers) {
                    @Override
                    public void writePayload(InputStream message) {
                        super.writePayload(new Altered(message));
                    }
                }))
                .hasMessageContaining("bytes differ");
    }

    @Test
    void grpcVersion_thisGrpc_isANumber() {
        assertThat(BundleCheck.grpcVersion()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    private static MessageFramer framer(MessageFramer.Sink sink, WritableBufferAllocator buffers) {
        return new Framing(sink, buffers);
    }

    private static class Framing extends MessageFramer {
        Framing(Sink sink, WritableBufferAllocator buffers) {
            super(sink, buffers, StatsTraceContext.NOOP);
        }
    }

    /** Changes the last byte of what is longer than the message that was announced. */
    private static final class Altered extends InputStream implements KnownLength, Drainable {
        private final InputStream message;

        Altered(InputStream message) {
            this.message = message;
        }

        @Override
        public int read() throws IOException {
            return message.read();
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            return message.read(target, from, length);
        }

        @Override
        public int available() throws IOException {
            return message.available();
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int announced = available();
            return ((Drainable) message).drainTo(new FilterOutputStream(target) {
                @Override
                public void write(byte[] bytes, int at, int length) throws IOException {
                    byte[] copy = new byte[length];
                    System.arraycopy(bytes, at, copy, 0, length);
                    if (length > announced) {
                        copy[length - 1]++;
                    }
                    out.write(copy, 0, length);
                }
            });
        }
    }
}
