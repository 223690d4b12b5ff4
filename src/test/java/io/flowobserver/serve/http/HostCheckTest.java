// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.serve.client.ConnectionLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostCheckTest {
    private static final String OK = "HTTP/1.1 200 ";
    private static final SocketAddress TCP = new InetSocketAddress("192.0.2.9", 4244);

    private final AllowedHosts hosts = new AllowedHosts(List.of(HostPattern.parse("node")), address -> false);
    private final HttpRoutes routes = new HttpRoutes(List.of(
            new HttpRoute("/page", new HostCheck(hosts, exchange -> exchange.send(HttpPage.text(200, "page\n")))),
            new HttpRoute("/probe", exchange -> exchange.send(HttpPage.text(200, "ok\n")))));
    private EmbeddedChannel channel = open(TCP);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /page HTTP/1.1\r\nHost: node:4244\r\n\r\n",
                "GET /page HTTP/1.1\r\nHost: 192.0.2.9\r\n\r\n",
                "GET http://node/page HTTP/1.1\r\nHost: node\r\n\r\n",
                "GET http://node/page HTTP/1.1\r\nHost: evil.test\r\n\r\n",
                "GET http://NODE:80/page HTTP/1.0\r\n\r\n",
                "GET /page HTTP/1.0\r\n\r\n",
                "GET /probe HTTP/1.1\r\nHost: evil.test\r\n\r\n",
                "GET http://evil.test/probe HTTP/1.1\r\nHost: evil.test\r\n\r\n",
                "GET /probe HTTP/1.1\r\n\r\n"
            })
    void request_forThisServerOrAProbe_isServed(String request) {
        assertThat(ask(request)).startsWith(OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /page HTTP/1.1\r\nHost: evil.test:4244\r\n\r\n",
                "GET /page HTTP/1.0\r\nHost: evil.test\r\n\r\n",
                "GET http://evil.test/page HTTP/1.1\r\nHost: node\r\n\r\n",
                "HEAD /page HTTP/1.1\r\nHost: evil.test\r\n\r\n",
                "GET /page HTTP/1.1\r\nHost: 192.0.2.10\r\n\r\n",
                "GET /page HTTP/1.1\r\nHost:\r\n\r\n"
            })
    void request_forAnotherHost_isMisdirected(String request) {
        assertThat(ask(request)).startsWith("HTTP/1.1 421 Misdirected Request\r\n");
    }

    @Test
    void request_forAnotherHost_isToldTheHostAndTheFlag() {
        assertThat(ask("GET /page HTTP/1.1\r\nHost: evil.test\r\n\r\n")).isNotEmpty();
        assertThat(channel.isOpen()).isTrue();
        assertThat(ask("GET /page HTTP/1.1\r\nHost: Evil.test:4244\r\n\r\n"))
                .endsWith("421 this server does not respond for the host \"evil.test\"; use an address or the name of"
                        + " this node, or add the host to --http-allowed-hosts\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /page HTTP/1.1\r\n\r\n",
                "GET http://node/page HTTP/1.1\r\n\r\n",
                "GET /page HTTP/1.1\r\nHost: node\r\nHost: node\r\n\r\n",
                "GET /page HTTP/1.0\r\nHost: node\r\nhost: evil.test\r\n\r\n",
                "GET /page HTTP/1.1\r\nHost: no de\r\n\r\n",
                "GET /page HTTP/1.1\r\nHost: node/x\r\n\r\n",
                "GET http://user@node/page HTTP/1.1\r\nHost: node\r\n\r\n"
            })
    void request_withoutOneHost_isBadAlsoOnUnixSockets(String request) {
        assertThat(ask(request)).startsWith("HTTP/1.1 400 Bad Request\r\n");
        assertThat(channel.isOpen()).isFalse();
        channel = open(new DomainSocketAddress("/run/test.sock"));
        assertThat(ask(request)).startsWith("HTTP/1.1 400 Bad Request\r\n");
    }

    @Test
    void request_onAUnixSocket_isServedForAnyHost() {
        channel.finishAndReleaseAll();
        channel = open(new DomainSocketAddress("/run/test.sock"));
        assertThat(ask("GET /page HTTP/1.1\r\nHost: evil.test\r\n\r\n")).startsWith(OK);
        assertThat(ask("GET /page HTTP/1.1\r\nHost:\r\n\r\n")).startsWith(OK);
    }

    /** What a client sent may not do anything to the terminal of who looks at the page. */
    @Test
    void error_ofAHostileHost_isEscaped() {
        assertThat(ask("GET /page HTTP/1.1\r\nHost: a\u009bb\u00ff\r\n\r\n"))
                .endsWith("400 the Host header \"a\\u009bb\u00c3\u00bf\" is no host\n");
        assertThat(new String(
                        HttpPage.error(
                                        400,
                                        "a\u001b[31m\r\n\u007f\u202e\u2066\u200f\u2028\ud800 \ud83d\ude00 \udb40\udc01")
                                .body(),
                        UTF_8))
                .isEqualTo("400 a\\u001b[31m\\u000d\\u000a\\u007f\\u202e\\u2066\\u200f\\u2028\\ud800 \ud83d\ude00"
                        + " \\U000e0001\n");
    }

    private EmbeddedChannel open(SocketAddress local) {
        EmbeddedChannel opened = new EmbeddedChannel() {
            @Override
            protected SocketAddress localAddress0() {
                return local;
            }
        };
        HttpConnectionTest.admit(opened);
        opened.pipeline().addLast(HttpConnection.handlers(routes, ConnectionLimits.DEFAULT));
        return opened;
    }

    private String ask(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
        channel.runPendingTasks();
        StringBuilder all = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.append(part.toString(ISO_8859_1));
            part.release();
        }
        return all.toString();
    }
}
