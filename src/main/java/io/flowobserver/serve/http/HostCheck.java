// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Lets a handler respond only to requests for a host of this server (RFC 9110, section 7.4). On unix sockets any host is
 * right, because browsers do not reach them, and clients have to send some name. Any thread.
 */
public final class HostCheck implements Consumer<HttpExchange> {
    private static final HttpPage NOT_ONE_HOST =
            HttpPage.error(400, "a request of HTTP/1.1 needs exactly one Host header");

    private final AllowedHosts hosts;
    private final Consumer<HttpExchange> handler;

    public HostCheck(AllowedHosts hosts, Consumer<HttpExchange> handler) {
        this.hosts = hosts;
        this.handler = handler;
    }

    @Override
    public void accept(HttpExchange exchange) {
        List<String> headers = exchange.hostHeaders();
        if (headers.size() > 1 || (headers.isEmpty() && exchange.needsHostHeader())) {
            exchange.sendLast(NOT_ONE_HOST);
            return;
        }
        for (String header : headers) {
            if (RequestHost.ofAuthority(header).isEmpty()) {
                exchange.sendLast(HttpPage.error(400, "the Host header \"" + header + "\" is no host"));
                return;
            }
        }
        // The host of a URL takes precedence over the header (RFC 9112, section 3.2.2).
        String authority = exchange.authority().orElse(headers.isEmpty() ? null : headers.get(0));
        if (authority == null) {
            handler.accept(exchange);
        } else {
            check(authority, exchange);
        }
    }

    private void check(String authority, HttpExchange exchange) {
        Optional<RequestHost> host = RequestHost.ofAuthority(authority);
        SocketAddress local = exchange.context().channel().localAddress();
        if (host.isEmpty()) {
            exchange.sendLast(HttpPage.error(400, "\"" + authority + "\" in the URL is no host"));
        } else if (local instanceof DomainSocketAddress || hosts.allow(host.get(), local)) {
            handler.accept(exchange);
        } else {
            exchange.send(HttpPage.error(
                    421,
                    "this server does not respond for the host \"" + host.get().name()
                            + "\"; use an address or the name of this node, or add the host to"
                            + " --http-allowed-hosts"));
        }
    }
}
