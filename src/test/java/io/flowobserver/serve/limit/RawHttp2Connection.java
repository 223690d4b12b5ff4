// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.limit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;

/** A client's side of an HTTP/2 connection by hand, for frames that no client library would send. For one thread. */
public final class RawHttp2Connection implements AutoCloseable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;
    public static final int HEADER_TABLE_SIZE = 1;
    public static final int INITIAL_WINDOW_SIZE = 4;

    /** The largest table of headers that this client understands. */
    public static final int LARGEST_TABLE = 1 << 30;

    private static final int LARGEST_FRAME = 16 << 10;
    private static final int HEAD_BYTES = 9;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final SocketChannel socket;
    private final DataInputStream in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final DefaultHttp2HeadersDecoder headers = new DefaultHttp2HeadersDecoder(false, 64 << 10);

    /** A frame that the server has sent. */
    public record Frame(int type, int flags, int stream, byte[] payload) {
        public boolean endsStream() {
            return (flags & END_STREAM) != 0;
        }

        /** The error of a RST_STREAM, at 0, or of a GOAWAY, at 4. */
        public int intAt(int index) {
            return ByteBuffer.wrap(payload).getInt(index);
        }
    }

    /** @param connected a socket that blocks */
    public RawHttp2Connection(SocketChannel connected) {
        socket = connected;
        in = new DataInputStream(Channels.newInputStream(connected));
        out.writeBytes(PREFACE.getBytes(StandardCharsets.US_ASCII));
        try {
            headers.configuration().maxHeaderTableSize(LARGEST_TABLE);
        } catch (Http2Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    public static RawHttp2Connection to(int port) throws IOException {
        return new RawHttp2Connection(
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    }

    public static RawHttp2Connection to(Path unixSocket) throws IOException {
        return new RawHttp2Connection(SocketChannel.open(UnixDomainSocketAddress.of(unixSocket)));
    }

    /** Sends settings: identifiers and values in turn. */
    public RawHttp2Connection settings(int... settings) {
        ByteBuffer payload = ByteBuffer.allocate(settings.length / 2 * 6);
        for (int i = 0; i < settings.length; i += 2) {
            payload.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        return frame(SETTINGS, 0, 0, payload.array());
    }

    /** Begins a call of a method, {@code observer.Observer/GetFlows}. */
    public RawHttp2Connection call(int stream, String method, String... moreHeaders) {
        return frame(HEADERS, END_HEADERS, stream, HeaderBlock.ofCall(method, moreHeaders));
    }

    /** Begins a call and half-closes it without a message. */
    public RawHttp2Connection callWithoutMessage(int stream, String method) {
        return frame(HEADERS, END_HEADERS | END_STREAM, stream, HeaderBlock.ofCall(method));
    }

    /** Sends a whole message and half-closes the call. */
    public RawHttp2Connection request(int stream, byte[] message) {
        return data(stream, framed(message)).noData(stream, END_STREAM);
    }

    /** Sends bytes of a message, in frames that are not too large. */
    public RawHttp2Connection data(int stream, byte[] bytes) {
        for (int from = 0; from < bytes.length; from += LARGEST_FRAME) {
            frame(DATA, 0, stream, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + LARGEST_FRAME)));
        }
        return this;
    }

    /** Sends an empty DATA frame. */
    public RawHttp2Connection noData(int stream, int flags) {
        return frame(DATA, flags, stream, new byte[0]);
    }

    public RawHttp2Connection windowUpdate(int stream, int increment) {
        return frame(
                WINDOW_UPDATE,
                0,
                stream,
                ByteBuffer.allocate(4).putInt(increment).array());
    }

    public RawHttp2Connection frame(int type, int flags, int stream, byte[] payload) {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        head.put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream);
        out.writeBytes(head.array());
        out.writeBytes(payload);
        return this;
    }

    /** Sends the frames so far. */
    public RawHttp2Connection flush() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray());
        out.reset();
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
        return this;
    }

    /** Waits for the next frame. */
    public Frame read() throws IOException {
        byte[] head = new byte[HEAD_BYTES];
        in.readFully(head);
        ByteBuffer fields = ByteBuffer.wrap(head);
        int lengthAndType = fields.getInt();
        int flags = fields.get();
        int stream = fields.getInt();
        byte[] payload = new byte[lengthAndType >>> 8];
        in.readFully(payload);
        return new Frame(lengthAndType & 0xFF, flags, stream, payload);
    }

    /** Waits for a frame of a type and stream, and drops those before it. Acknowledges nothing. */
    public Frame await(int type, int stream) throws IOException {
        return await(frame -> frame.type() == type && frame.stream() == stream);
    }

    public Frame await(Predicate<Frame> wanted) throws IOException {
        Frame frame = read();
        while (!wanted.test(frame)) {
            if (frame.type() == HEADERS) {
                // Each block changes the table for those after it.
                decode(frame);
            }
            frame = read();
        }
        return frame;
    }

    /** Waits for the headers that end a stream, and returns them. */
    public Http2Headers trailers(int stream) throws IOException {
        return decode(await(frame -> frame.type() == HEADERS && frame.stream() == stream && frame.endsStream()));
    }

    /** Returns the fields of a HEADERS frame. Called once for each, in their order. */
    public Http2Headers decode(Frame frame) {
        ByteBuf block = Unpooled.wrappedBuffer(frame.payload());
        try {
            return headers.decodeHeaders(frame.stream(), block);
        } catch (Http2Exception invalid) {
            throw new AssertionError("headers that cannot be decoded", invalid);
        }
    }

    /** Reads until the server closes the connection. */
    public void awaitClose() throws IOException {
        try {
            while (true) {
                read();
            }
        } catch (EOFException closed) {
            // As expected.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** A message with the head that gRPC gives it. */
    public static byte[] framed(byte[] message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }

    /** The head of a message of this length, which never comes. */
    public static byte[] head(int flag, int length) {
        return ByteBuffer.allocate(5).put((byte) flag).putInt(length).array();
    }
}
