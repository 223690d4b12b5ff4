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

    /** The request. A response repeats the request that it belongs to. */
    public record Request(String method, String url, String protocol) {}

    /** A header name with one value. */
    public record Header(String name, String value) {}

    /**
     * Creates a record.
     *
     * @param code status code of the response, unsigned; 0 in a request
     * @param headers in display order
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

    /** Returns the URL after redaction. */
    public String url() {
        return request.url();
    }

    /** Returns the protocol version, for example {@code HTTP/1.1}. */
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
