// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import io.flowobserver.serve.stream.ResponseMessage;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Answers of one call that are handed to gRPC together, as if they were one message: what gRPC does for a message costs
 * more than to encode it.
 *
 * <p>gRPC asks how long the message is, takes a buffer, writes the length and then the message into it. It is told the
 * length of the first answer and given the others behind it, each with a head of its own, so that they stand in the
 * stream of bytes as they would have one by one. gRPC takes no second buffer for more than was announced;
 * {@code BundleBuffers} see to it that all fit the first.
 *
 * <p>One instance per event loop, empty between the turns of its streams. Used by its event loop only.
 */
public final class AnswerBundle extends InputStream implements KnownLength, Drainable {
    /** For a method whose answers are encoded already; it cannot read any. */
    static final MethodDescriptor.Marshaller<AnswerBundle> MARSHALLER = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(AnswerBundle bundle) {
            return bundle;
        }

        @Override
        public AnswerBundle parse(InputStream stream) {
            throw new UnsupportedOperationException("answers are only written here");
        }
    };

    /** Measured: with more the server saves nothing worth telling. */
    private static final int CAPACITY = 8192;

    /** Whether it is compressed, in one byte, and its length, in four. */
    private static final int HEAD = 5;

    private static final FastThreadLocal<AnswerBundle> OF_EVENT_LOOP = new FastThreadLocal<>() {
        @Override
        protected AnswerBundle initialValue() {
            return new AnswerBundle();
        }
    };

    private byte[] bytes = new byte[CAPACITY];
    private int firstLength;
    private int end;
    private int answers;

    /** The bundle that the streams of the calling event loop share. */
    static AnswerBundle ofThisThread() {
        return OF_EVENT_LOOP.get();
    }

    boolean isEmpty() {
        return answers == 0;
    }

    /** How many answers are in it. */
    int answers() {
        return answers;
    }

    /** Whether there is room for one more; for the first there always is. */
    boolean fits(ResponseMessage answer) {
        return answers == 0 || HEAD + end + HEAD + answer.length() <= CAPACITY;
    }

    void add(ResponseMessage answer) {
        int length = answer.length();
        if (answers == 0) {
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
        end = answer.copyTo(bytes, end);
        answers++;
    }

    /** Bytes of all answers and their heads. */
    int length() {
        return HEAD + end;
    }

    void clear() {
        answers = 0;
        end = 0;
    }

    /** Of the first answer, for whose head gRPC asks. */
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

    /** Writes all answers and tells, as {@link #available}, the length of the first. */
    @Override
    public int drainTo(OutputStream target) throws IOException {
        target.write(bytes, 0, end);
        return firstLength;
    }

    private void reserve(int length) {
        if (bytes.length < length) {
            bytes = Arrays.copyOf(bytes, length);
        }
    }
}
