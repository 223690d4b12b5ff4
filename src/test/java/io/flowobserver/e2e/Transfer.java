// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A long TCP transfer from one namespace to another, with a checksum at both ends. */
final class Transfer {
    private static final int PORT = 9000;
    private static final int CHUNK = 128 << 10;
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final long PAUSE_NANOS = 1_000_000;

    private final AtomicLong arrived = new AtomicLong();
    private final Future<String> sent;
    private final Future<String> received;
    private volatile boolean slow = true;

    private Transfer(Namespace from, Namespace to, String address, long bytes) {
        ServerSocket server = NamespaceTraffic.listen(to, address, PORT);
        received = to.submit(() -> receive(server));
        sent = from.submit(() -> send(address, bytes));
    }

    /** Begins to send, not as fast as it could: 128 KiB each millisecond at most. */
    static Transfer start(Namespace from, Namespace to, String address, long bytes) {
        return new Transfer(from, to, address, bytes);
    }

    /** From now on it sends as fast as it can. */
    void hurry() {
        slow = false;
    }

    /** Bytes at the receiver so far. */
    long arrived() {
        return arrived.get();
    }

    /** Checksum of what was sent; waits for the end. */
    String sent() {
        return Namespace.await(sent);
    }

    /** Checksum of what was received; waits for the end. */
    String received() {
        return Namespace.await(received);
    }

    private String send(String address, long bytes) throws Exception {
        MessageDigest checksum = MessageDigest.getInstance("SHA-256");
        byte[] chunk = new byte[CHUNK];
        Random random = new Random(bytes);
        try (Socket socket = new Socket(address, PORT)) {
            OutputStream out = socket.getOutputStream();
            for (long left = bytes; left > 0; left -= CHUNK) {
                random.nextBytes(chunk);
                int length = (int) Math.min(CHUNK, left);
                checksum.update(chunk, 0, length);
                out.write(chunk, 0, length);
                if (slow) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
        return HexFormat.of().formatHex(checksum.digest());
    }

    private String receive(ServerSocket server) throws Exception {
        MessageDigest checksum = MessageDigest.getInstance("SHA-256");
        byte[] chunk = new byte[CHUNK];
        try (server;
                Socket socket = server.accept()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            InputStream in = socket.getInputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                checksum.update(chunk, 0, length);
                arrived.addAndGet(length);
            }
        }
        return HexFormat.of().formatHex(checksum.digest());
    }
}
