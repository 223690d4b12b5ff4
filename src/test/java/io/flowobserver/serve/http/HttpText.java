// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowobserver.serve.ServedRing;
import io.flowobserver.serve.listen.ListenUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/** HTTP/1.1 as bytes on a connection to a listener: the server gets what a test sends. */
public final class HttpText implements AutoCloseable {
    final SocketChannel channel;
    public final BufferedReader lines;

    public HttpText(ServedRing served, int listener) throws IOException {
        SocketAddress address = served.server.bound().get(listener) instanceof ListenUrl.Unix unix
                ? UnixDomainSocketAddress.of(unix.path())
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), served.port(listener));
        channel = SocketChannel.open(address);
        lines = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), UTF_8));
    }

    /** Sends one request and returns everything until the server closes. */
    static String get(ServedRing served, int listener, String target) throws IOException {
        return ask(served, listener, "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    /** Sends a text and returns everything until the server closes. */
    static String ask(ServedRing served, int listener, String request) throws IOException {
        try (var http = new HttpText(served, listener)) {
            http.send(request);
            StringBuilder all = new StringBuilder();
            for (int c = http.lines.read(); c >= 0; c = http.lines.read()) {
                all.append((char) c);
            }
            return all.toString();
        }
    }

    /** The body of a response that came with its length. */
    static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    public void send(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** The next line that is JSON; other lines are heads and lengths of chunks. */
    String nextFlow() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("{")) {
                return line;
            }
        }
        throw new AssertionError("the answer has ended");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
