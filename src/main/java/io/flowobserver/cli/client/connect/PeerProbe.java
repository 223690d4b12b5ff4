// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.client.connect;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Finds out what is at the other end of an address after a call has failed there, so that a person is told. Greets it as
 * gRPC would without TLS and, if that gets no reply, as TLS would. Takes a few seconds at most.
 */
public final class PeerProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** The preface of HTTP/2 and empty settings (RFC 9113, section 3.4). */
    private static final byte[] HTTP2_GREETING = PeerReply.ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");

    private static final int RECORD_BYTES = 32 << 10;

    private PeerProbe() {}

    /** Returns what is there. */
    public static Peer of(SocketAddress address) {
        try {
            Peer peer = PeerReply.of(exchange(address, HTTP2_GREETING));
            boolean mayBeTls = peer.kind() == Peer.Kind.CLOSES || peer.kind() == Peer.Kind.SILENT;
            return mayBeTls && speaksTls(address) ? new Peer(Peer.Kind.TLS) : peer;
        } catch (IOException | IllegalArgumentException e) {
            return new Peer(Peer.Kind.UNREACHABLE);
        }
    }

    private static boolean speaksTls(SocketAddress address) {
        try {
            return PeerReply.isTlsHandshake(exchange(address, clientHello()));
        } catch (IOException | NoSuchAlgorithmException e) {
            return false;
        }
    }

    private static byte[] clientHello() throws NoSuchAlgorithmException, SSLException {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(RECORD_BYTES);
        engine.wrap(ByteBuffer.allocate(0), hello);
        byte[] bytes = new byte[hello.flip().remaining()];
        hello.get(bytes);
        return bytes;
    }

    private static PeerReply exchange(SocketAddress address, byte[] greeting) throws IOException {
        try (ProbeConnection connection = ProbeConnection.open(address, PATIENCE)) {
            return connection.ask(greeting);
        }
    }
}
