// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import io.flowobserver.flow.wire.WireMessage;
import java.util.List;

/** An HTTP request or response. Immutable. */
public final class HttpRecord extends ApplicationRecord {
    private static final int FIELD = 101;
    private static final int HEADERS_FIELD = 5;

    private final int code;
    private final Request request;
    private final List<Header> headers;

    /** What was asked for; a response repeats it. */
    public record Request(String method, String url, String protocol) {}

    /** One value of a header. */
    public record Header(String name, String value) {}

    /**
     * @param code of the response, unsigned; 0 in a request
     * @param headers in the order in which they are shown
     */
    public HttpRecord(int code, Request request, List<Header> headers) {
        super(FIELD);
        this.code = code;
        this.request = request;
        this.headers = List.copyOf(headers);
    }

    public int code() {
        return code;
    }

    public String method() {
        return request.method();
    }

    /** The URL, without what is to be hidden. */
    public String url() {
        return request.url();
    }

    /** For example {@code HTTP/1.1}. */
    public String protocol() {
        return request.protocol();
    }

    public List<Header> headers() {
        return headers;
    }

    @Override
    void writeTo(WireMessage message) {
        message.number(1, code & 0xFFFFFFFFL);
        message.text(2, request.method());
        message.text(3, request.url());
        message.text(4, request.protocol());
        for (Header header : headers) {
            message.pair(HEADERS_FIELD, header.name(), header.value());
        }
    }
}
