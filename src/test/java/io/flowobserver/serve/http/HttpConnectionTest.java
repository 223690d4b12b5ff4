// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.serve.client.ConnectionLimiter;
import io.flowobserver.serve.client.ConnectionLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConnectionTest {
    private static final ConnectionLimits LIMITS =
            new ConnectionLimits(8, Duration.ofSeconds(20), Duration.ofSeconds(120), Duration.ofMinutes(10));
    private static final String GET = "GET /page HTTP/1.1\r\n\r\n";
    private static final String NOSNIFF = "x-content-type-options: nosniff\r\n";
    private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: text/plain; charset=utf-8\r\n" + NOSNIFF;
    private static final String STREAM_HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n" + NOSNIFF + "transfer-encoding: chunked\r\n\r\n";
    private static final String PAGE = HEAD + "content-length: 5\r\n\r\npage\n";

    private final Deque<HttpExchange> later = new ArrayDeque<>();
    private final HttpRoutes routes = new HttpRoutes(List.of(
            new HttpRoute("/page", exchange -> exchange.send(HttpPage.text(200, "page\n"))),
            new HttpRoute("/large", exchange -> exchange.send(HttpPage.text(200, "large ".repeat(1_000)))),
            new HttpRoute("/later", later::add),
            new HttpRoute("/broken", exchange -> {
                throw new IllegalStateException("broken");
            })));
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void open() {
        channel.freezeTime();
        admit(channel);
        channel.pipeline().addLast(HttpConnection.handlers(routes, LIMITS));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void get_keptAlive_nextRequestIsServed() {
        assertThat(ask(GET)).isEqualTo(PAGE);
        assertThat(ask("GET /page?x=y HTTP/1.1\r\nConnection: keep-alive\r\n\r\n"))
                .isEqualTo(PAGE);
        assertThat(ask("GET /none HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 404 Not Found\r\n")
                .endsWith("404 there is no such page; the pages are /page, /large, /later, /broken\n");
        assertThat(channel.isOpen()).isTrue();
        assertThat(ask("GET /page HTTP/1.1\r\nConnection: close\r\n\r\n")).contains("\r\nconnection: close\r\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void get_http10_isKeptAliveOnlyIfAsked() {
        assertThat(ask("GET /page HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"))
                .isEqualTo(HEAD + "content-length: 5\r\nconnection: keep-alive\r\n\r\npage\n");
        assertThat(channel.isOpen()).isTrue();
        assertThat(ask("GET /page HTTP/1.0\r\n\r\n")).isEqualTo(PAGE);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void get_pipelined_isAnsweredInOrderAndReadNoFurther() {
        assertThat(ask("GET /later HTTP/1.1\r\n\r\n" + GET + "GET /later HTTP/1.1\r\n\r\n" + GET))
                .isEmpty();
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(later).hasSize(1);
        later.pop().send(HttpPage.text(200, "first\n"));
        assertThat(sent()).isEqualTo(HEAD + "content-length: 6\r\n\r\nfirst\n" + PAGE);
        assertThat(channel.config().isAutoRead()).isFalse();
        HttpExchange third = later.pop();
        third.begin("text/plain");
        third.end();
        assertThat(sent()).isEqualTo(STREAM_HEAD + "0\r\n\r\n" + PAGE);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void get_manyPipelined_allAreAnswered() {
        assertThat(ask(GET.repeat(5_000))).isEqualTo(PAGE.repeat(5_000));
    }

    @Test
    void head_hasTheHeadersOfGetAndNoBody() {
        assertThat(ask("HEAD /page HTTP/1.1\r\n\r\n")).isEqualTo(HEAD + "content-length: 5\r\n\r\n");
        assertThat(ask("HEAD /large HTTP/1.1\r\n\r\n")).isEqualTo(HEAD + "content-length: 6000\r\n\r\n");
        ask("HEAD /later HTTP/1.1\r\n\r\n");
        later.getFirst().begin("text/plain");
        later.getFirst().end();
        assertThat(sent()).isEqualTo(STREAM_HEAD);
        assertThat(ask(GET)).isEqualTo(PAGE);
    }

    @Test
    void otherMethods_areRefusedAndTheirBodyIsSkipped() {
        assertThat(ask("POST /page HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"))
                .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
                .contains("\r\nallow: GET, HEAD\r\n")
                .endsWith("\r\n\r\n405 use GET or HEAD\n");
        assertThat(ask("GET /page HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" + GET))
                .isEqualTo(PAGE + PAGE);
        assertThat(ask("POST /page HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"))
                .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        assertThat(ask("abc")).startsWith("HTTP/1.1 405 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /page HTTP/1.1\r\nContent-Length: 8193\r\n\r\n",
                "POST /page HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 99999999999\r\n\r\n",
                "GET /page HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1001\r\n%s\r\n1000\r\n%s\r\n"
            })
    void largeBody_isRefusedAndTheConnectionClosed(String request) {
        String answers = ask(request.replaceFirst("%s", "x".repeat(0x1001)).replaceFirst("%s", "y".repeat(0x1000)));
        assertThat(answers)
                .startsWith("HTTP/1.1 413 Request Entity Too Large\r\n")
                .contains("\r\nconnection: close\r\n")
                .endsWith("\r\n\r\n413 the body of a request has 8 KiB at most; send the request without a body\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no request\r\n\r\n",
                "GET /page HTTP/1.1\r\nno header\r\n\r\n",
                "GET /page HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                "GET /page HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"
            })
    void nonsense_isRefusedAndTheConnectionClosed(String request) {
        assertThat(ask(request + GET))
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .contains("400 this is no request of HTTP/1.1")
                .doesNotContain("HTTP/1.1 200");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void longHead_isRefusedAndTheConnectionClosed() {
        assertThat(ask("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void handlerThatFails_isAnErrorAndTheConnectionStays() {
        assertThat(ask("GET /broken HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
                .endsWith("500 cannot make this page; see the server's log\n");
        assertThat(ask(GET)).isEqualTo(PAGE);
    }

    @Test
    void gzip_largePagesIfAccepted() throws IOException {
        String accepted = ask("GET /large HTTP/1.1\r\nAccept-Encoding: deflate, gzip, br\r\n\r\n");
        assertThat(accepted).contains("\r\ncontent-encoding: gzip\r\n").hasSizeLessThan(1_000);
        byte[] body = HttpText.body(accepted).getBytes(ISO_8859_1);
        try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(body))) {
            assertThat(new String(unzipped.readAllBytes(), ISO_8859_1)).isEqualTo("large ".repeat(1_000));
        }
        for (String others : List.of("deflate", "gzip;q=0", "gzip; q=0.00", "")) {
            assertThat(ask("GET /large HTTP/1.1\r\nAccept-Encoding: " + others + "\r\n\r\n"))
                    .contains("\r\ncontent-length: 6000\r\n");
        }
        assertThat(ask("GET /page HTTP/1.1\r\nAccept-Encoding: gzip\r\n\r\n")).isEqualTo(PAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /pa",
                "GET /page HTTP/1.1\r\nHost: x\r\n",
                "POST /page HTTP/1.1\r\nContent-Length: 9\r\n\r\nx"
            })
    void firstRequestThatDoesNotEnd_isClosedAtTheRequestTimeout(String half) {
        ask(half);
        assertClosedAfter(20);
    }

    @Test
    void firstRequestAfterSilence_hasTheRestOfTheTimeOfItsConnection() {
        EmbeddedChannel slow = new EmbeddedChannel();
        slow.freezeTime();
        admit(slow);
        slow.advanceTimeBy(15, TimeUnit.SECONDS);
        // The protocol is known now.
        slow.pipeline().addLast(HttpConnection.handlers(routes, LIMITS));
        slow.writeInbound(Unpooled.copiedBuffer("GET /pa", ISO_8859_1));
        slow.advanceTimeBy(4, TimeUnit.SECONDS);
        slow.runScheduledPendingTasks();
        assertThat(slow.isOpen()).isTrue();
        slow.advanceTimeBy(1, TimeUnit.SECONDS);
        slow.runScheduledPendingTasks();
        assertThat(slow.isOpen()).isFalse();
    }

    @Test
    void laterRequestThatDoesNotEnd_isClosedAtTheRequestTimeout() {
        ask(GET);
        advance(50);
        ask("G");
        advance(15);
        // More bytes do not prolong it.
        ask("ET /page");
        assertClosedAfter(5);
    }

    @Test
    void pipelinedRequestThatDoesNotEnd_isClosedAtTheRequestTimeout() {
        ask(GET + "GET /page");
        assertClosedAfter(20);
    }

    @Test
    void idleConnection_isClosedAtTheIdleTimeout() {
        ask(GET);
        advance(119);
        assertThat(ask(GET)).isEqualTo(PAGE);
        assertClosedAfter(120);
    }

    @Test
    void pageThatIsNotRead_isClosedAtTheRequestTimeout() {
        channel.pipeline().addFirst(new FullSocket());
        ask(GET + GET);
        assertThat(channel.config().isAutoRead()).isFalse();
        assertClosedAfter(20);
    }

    @Test
    void responseThatIsNotReadyOrAStream_hasNoDeadline() {
        ask("GET /later HTTP/1.1\r\n\r\n");
        advance(1_000);
        later.getFirst().begin("text/plain");
        advance(1_000);
        later.getFirst().end();
        assertThat(channel.isOpen()).isTrue();
        assertClosedAfter(120);
    }

    @Test
    void randomBytes_neverHarm() {
        Random random = new Random(11);
        String[] words = {
            "GET ",
            "HEAD ",
            "POST ",
            "/page",
            "/later",
            " HTTP/1.1",
            "\r\n",
            ":",
            "Content-Length: 5",
            "Transfer-Encoding: chunked",
            "\0",
            " ",
            "5\r\n",
            "\r\n\r\n",
            "Connection: close"
        };
        for (int i = 0; i < 2_000; i++) {
            EmbeddedChannel each = new EmbeddedChannel();
            admit(each);
            each.pipeline().addLast(HttpConnection.handlers(routes, LIMITS));
            StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "" : GET);
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append(words[random.nextInt(words.length)]);
            }
            each.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
            each.checkException();
            each.finishAndReleaseAll();
        }
    }

    static void admit(EmbeddedChannel connection) {
        ConnectionLimiter.Admission admission = new ConnectionLimiter(LIMITS, (reason, cut) -> {}).admit(connection);
        assertThat(admission).isEqualTo(ConnectionLimiter.Admission.ADMITTED);
    }

    private void assertClosedAfter(int seconds) {
        advance(seconds - 1);
        assertThat(channel.isOpen()).isTrue();
        advance(1);
        assertThat(channel.isOpen()).isFalse();
    }

    private void advance(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private String ask(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
        return sent();
    }

    private String sent() {
        channel.runPendingTasks();
        StringBuilder all = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.append(part.toString(ISO_8859_1));
            part.release();
        }
        return all.toString();
    }

    /** Takes what is written and never gets rid of it. */
    private static final class FullSocket extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
        }
    }
}
