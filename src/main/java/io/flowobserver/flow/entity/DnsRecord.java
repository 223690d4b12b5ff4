// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import io.flowobserver.flow.wire.WireMessage;
import java.util.List;

/** A DNS query or response. Immutable. */
public final class DnsRecord extends ApplicationRecord {
    private static final int FIELD = 100;

    private final String query;
    private final String observationSource;
    private final List<String> types;
    private final Answer answer;

    /**
     * The answer section and response code of a response.
     *
     * @param ttl the smallest TTL of the records, in seconds, unsigned
     * @param rcode DNS response code, unsigned
     * @param types names of the types of the records
     */
    public record Answer(List<String> ips, int ttl, List<String> cnames, int rcode, List<String> types) {
        /** The value for a query, which has no answer. */
        public static final Answer NONE = new Answer(List.of(), 0, List.of(), 0, List.of());
    }

    /**
     * Creates a record.
     *
     * @param query the queried name, with its trailing dot
     * @param observationSource the component that observed the message, for example {@code proxy}
     * @param types names of the queried record types
     */
    public DnsRecord(String query, String observationSource, List<String> types, Answer answer) {
        super(FIELD);
        this.query = query;
        this.observationSource = observationSource;
        this.types = types;
        this.answer = answer;
    }

    public String query() {
        return query;
    }

    public String observationSource() {
        return observationSource;
    }

    public List<String> types() {
        return types;
    }

    public Answer answer() {
        return answer;
    }

    @Override
    void writeTo(WireMessage message) {
        message.text(1, query);
        message.texts(2, answer.ips());
        message.number(3, answer.ttl() & 0xFFFFFFFFL);
        message.texts(4, answer.cnames());
        message.text(5, observationSource);
        message.number(6, answer.rcode() & 0xFFFFFFFFL);
        message.texts(7, types);
        message.texts(8, answer.types());
    }
}
