// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.flowobserver.kube.ScriptedServer;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Answers to lists and to watches, one after the other; the last one of each again and again. */
final class ApiScript implements ScriptedServer.Answer {
    private final Deque<ScriptedServer.Answer> lists = new ArrayDeque<>();
    private final Deque<ScriptedServer.Answer> watches = new ArrayDeque<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile int minor = 20;

    /** The server says that it is 1.MINOR. */
    ApiScript version(int number) {
        minor = number;
        return this;
    }

    synchronized ApiScript list(ScriptedServer.Answer answer) {
        lists.add(answer);
        return this;
    }

    synchronized ApiScript watch(ScriptedServer.Answer answer) {
        watches.add(answer);
        return this;
    }

    /** A list of namespaces of these names. */
    ApiScript list(String version, String... names) {
        return list(exchange -> ScriptedServer.send(exchange, 200, listOf(version, "", names)));
    }

    /** A watch that sends these lines and then waits for more, which do not come. */
    ApiScript watch(String... lines) {
        return watch(exchange -> {
            OutputStream out = ScriptedServer.begin(exchange);
            ScriptedServer.piece(out, String.join("\n", lines) + "\n");
            end.await(20, TimeUnit.SECONDS);
        });
    }

    /** A watch that sends these lines and, once they were read, ends without the end of an answer. */
    ApiScript cutWatch(Callable<Boolean> read, String... lines) {
        return watch(exchange -> {
            exchange.sendResponseHeaders(200, 100_000);
            ScriptedServer.piece(exchange.getResponseBody(), String.join("\n", lines) + "\n");
            await().until(read);
            throw new IllegalStateException("cut");
        });
    }

    ApiScript refuse(Deque<ScriptedServer.Answer> queue, int status) {
        queue.add(exchange -> ScriptedServer.send(exchange, status, "{\"message\":\"no " + status + "\"}"));
        return this;
    }

    Deque<ScriptedServer.Answer> lists() {
        return lists;
    }

    Deque<ScriptedServer.Answer> watches() {
        return watches;
    }

    /** Ends the watches that wait. */
    void end() {
        end.countDown();
    }

    @Override
    public void answer(HttpExchange exchange) throws Exception {
        String uri = exchange.getRequestURI().toString();
        if (uri.equals("/version")) {
            ScriptedServer.send(exchange, 200, "{\"major\":\"1\",\"minor\":\"" + minor + "+\"}");
            return;
        }
        next(uri.contains("watch=1") ? watches : lists).answer(exchange);
    }

    private synchronized ScriptedServer.Answer next(Deque<ScriptedServer.Answer> answers) {
        return answers.size() > 1 ? answers.remove() : answers.element();
    }

    static String listOf(String version, String next, String... names) {
        return "{\"items\":["
                + String.join(
                        ",", List.of(names).stream().map(ApiScript::object).toList())
                + "],\"metadata\":{\"resourceVersion\":\"" + version + "\",\"continue\":\"" + next + "\"}}";
    }

    static String event(String type, String version, String name) {
        return "{\"type\":\"" + type + "\",\"object\":{\"metadata\":{\"resourceVersion\":\"" + version
                + "\",\"name\":\"" + name + "\",\"uid\":\"uid-" + name + "\",\"labels\":{\"version\":\"" + version
                + "\"}}}}";
    }

    static String bookmark(String version, boolean initialEnd) {
        return "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"" + version + "\""
                + (initialEnd ? ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}" : "") + "}}}";
    }

    static String error(int code) {
        return "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":" + code + ",\"message\":\"too old\"}}";
    }

    private static String object(String name) {
        return "{\"metadata\":{\"name\":\"" + name + "\",\"uid\":\"uid-" + name + "\"}}";
    }
}
