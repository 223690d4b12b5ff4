// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import io.flowobserver.flow.wire.WireMessage;

/** A Kafka request or response. Immutable. */
public final class KafkaRecord extends ApplicationRecord {
    private static final int FIELD = 102;

    private final int errorCode;
    private final Request request;

    /** The request. A response repeats the request that it belongs to. */
    public record Request(int apiVersion, String apiKey, int correlationId, String topic) {}

    /**
     * Creates a record.
     *
     * @param errorCode error code of the response; 0 in a request
     */
    public KafkaRecord(int errorCode, Request request) {
        super(FIELD);
        this.errorCode = errorCode;
        this.request = request;
    }

    public int errorCode() {
        return errorCode;
    }

    public Request request() {
        return request;
    }

    @Override
    void writeTo(WireMessage message) {
        message.number(1, errorCode);
        message.number(2, request.apiVersion());
        message.text(3, request.apiKey());
        message.number(4, request.correlationId());
        message.text(5, request.topic());
    }
}
