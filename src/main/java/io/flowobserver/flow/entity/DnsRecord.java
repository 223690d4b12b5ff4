// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import io.flowobserver.flow.wire.WireMessage;
import java.util.List;

/** A DNS query or answer. Immutable. */
public final class DnsRecord extends ApplicationRecord {
    private static final int FIELD = 100;

    private final String query;
    private final String observationSource;
    private final List<String> types;
    private final Answer answer;

    /**
     * What came back.
     *
     * @param ttl the least of its records, in seconds, unsigned
     * @param rcode unsigned
     * @param types names of the types of its records
     */
    public record Answer(List<String> ips, int ttl, List<String> cnames, int rcode, List<String> types) {
        /** That of a query. */
        public static final Answer NONE = new Answer(List.of(), 0, List.of(), 0, List.of());
    }

    /**
     * @param query the name asked for, with its trailing dot
     * @param observationSource who saw it, for example {@code proxy}
     * @param types names of the record types asked for
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
