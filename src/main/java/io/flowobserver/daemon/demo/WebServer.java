// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers HTTP requests, one at a time, until it is closed. */
final class WebServer implements Runnable, AutoCloseable {
    static final int PORT = 80;
    static final String DOWNLOAD = "/download";

    private static final Logger log = LoggerFactory.getLogger(WebServer.class);
    private static final int TIMEOUT_MILLIS = 1_000;
    private static final int DOWNLOAD_BYTES = 300_000;
    private static final byte[] PAGE = "it works\n".getBytes(StandardCharsets.US_ASCII);

    private final CountDownLatch listening;
    private volatile @Nullable ServerSocket socket;
    private volatile boolean closed;

    /**
     * Creates the server.
     *
     * @param listening counted down when the server can answer requests
     */
    WebServer(CountDownLatch listening) {
        this.listening = listening;
    }

    @Override
    public void run() {
        try (ServerSocket server = new ServerSocket()) {
            socket = server;
            server.bind(new InetSocketAddress(PORT));
            listening.countDown();
            while (!closed) {
                serve(server.accept());
            }
        } catch (IOException e) {
            if (!closed) {
                log.warn("the demo's web server has stopped: {}", e.toString());
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        ServerSocket open = socket;
        if (open != null) {
            open.close();
        }
    }

    private static void serve(Socket accepted) {
        try (Socket client = accepted) {
            client.setSoTimeout(TIMEOUT_MILLIS);
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            String first = request.readLine();
            String header = first;
            while (header != null && !header.isEmpty()) {
                header = request.readLine();
            }
            if (first != null) {
                answer(client.getOutputStream(), body(first));
            }
        } catch (IOException ignored) {
            // The client has closed the connection, which is no error here.
        }
    }

    private static byte[] body(String requestLine) {
        if (!requestLine.startsWith("GET " + DOWNLOAD + " ")) {
            return PAGE;
        }
        byte[] body = new byte[DOWNLOAD_BYTES];
        Arrays.fill(body, (byte) 'x');
        return body;
    }

    private static void answer(OutputStream out, byte[] body) throws IOException {
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + body.length
                        + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] response = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, response, head.length, body.length);
        out.write(response);
    }
}
