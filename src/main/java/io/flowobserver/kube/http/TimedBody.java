// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an answer while they come. The JDK's own stream waits for ever for a server that is silent; this one does
 * not. At most two pieces wait in it, so a server that is faster than its reader is held back. One thread reads; any
 * thread may close it, which ends the reader's wait.
 */
final class TimedBody extends InputStream implements BodySubscriber<InputStream> {
    private static final int PIECES = 2;

    private final Patience patience;
    private final long end;
    /** An empty piece is the end, by whatever reason. */
    private final BlockingQueue<List<ByteBuffer>> arrived = new LinkedBlockingQueue<>();

    private final Queue<ByteBuffer> present = new ArrayDeque<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private boolean ended;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    TimedBody(Patience patience) {
        this.patience = patience;
        end = System.nanoTime() + patience.whole().toNanos();
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription made) {
        subscription.complete(made);
        if (closed) {
            made.cancel();
        } else {
            made.request(PIECES);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> piece) {
        arrived.add(piece.isEmpty() ? List.of(ByteBuffer.allocate(0)) : piece);
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
        arrived.add(List.of());
    }

    @Override
    public void onComplete() {
        arrived.add(List.of());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        while (present.isEmpty() || !present.peek().hasRemaining()) {
            if (present.poll() == null && !awaitPiece()) {
                return -1;
            }
        }
        ByteBuffer buffer = present.peek();
        int count = Math.min(length, buffer.remaining());
        buffer.get(bytes, offset, count);
        return count;
    }

    @Override
    public int available() {
        ByteBuffer buffer = present.peek();
        return buffer == null ? 0 : buffer.remaining();
    }

    /** Ends the exchange. */
    @Override
    public void close() {
        closed = true;
        subscription.thenAccept(Flow.Subscription::cancel);
        arrived.add(List.of());
    }

    private boolean awaitPiece() throws IOException {
        if (ended) {
            return false;
        }
        List<ByteBuffer> piece = poll();
        if (closed) {
            throw new IOException("the connection was closed");
        }
        Throwable thrown = failure;
        if (piece.isEmpty() && thrown != null) {
            throw new IOException("the connection was lost: " + ApiException.reason(thrown), thrown);
        }
        ended = piece.isEmpty();
        if (!ended) {
            present.addAll(piece);
            subscription.thenAccept(made -> made.request(1));
        }
        return !ended;
    }

    private List<ByteBuffer> poll() throws IOException {
        long left = end - System.nanoTime();
        try {
            List<ByteBuffer> piece =
                    arrived.poll(Math.min(left, patience.silence().toNanos()), TimeUnit.NANOSECONDS);
            if (piece == null) {
                close();
                throw new IOException(
                        left < patience.silence().toNanos()
                                ? "the answer was not complete after "
                                        + patience.whole().toSeconds() + " s"
                                : "the server sent nothing for "
                                        + patience.silence().toSeconds() + " s");
            }
            return piece;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new InterruptedIOException("interrupted");
        }
    }
}
