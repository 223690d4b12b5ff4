// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parts of an access-log record in JSON that tell of Kafka, DNS and protocols without a shape of their own. */
final class ApplicationJson {
    private static final int KAFKA_COST = 48;
    private static final int DNS_COST = 56;
    private static final int GENERIC_COST = 24;
    private static final int FIELDS_COST = 128;
    /** An entry of a map that grows, and references to its name in a list that is copied and sorted. */
    private static final int FIELD_COST = 72;
    /** References to its name in two lists, and the name in message and summary: {@code Unknown} is the longest. */
    private static final int TYPE_COST = 32;
    /** Of an address or a name: a reference, and the words that stand for an address that is not set. */
    private static final int ANSWER_COST = 32;

    private static final int[] NO_TYPES = {};

    private ApplicationJson() {}

    static AccessLog.Kafka kafka(JsonText in) throws NotJson {
        long errorCode = 0;
        int apiVersion = 0;
        String apiKey = "";
        int correlationId = 0;
        String topic = "";
        in.beginObject(KAFKA_COST);
        while (in.hasField()) {
            switch (in.field()) {
                case "ErrorCode" -> errorCode = in.number(Long.MIN_VALUE, Long.MAX_VALUE);
                case "APIVersion" -> apiVersion = (int) in.number(Short.MIN_VALUE, Short.MAX_VALUE);
                case "APIKey" -> apiKey = in.shown(2);
                case "CorrelationID" -> correlationId = (int) in.number(Integer.MIN_VALUE, Integer.MAX_VALUE);
                case "Topic" -> topic = topic(in);
                default -> in.skip();
            }
        }
        return new AccessLog.Kafka(errorCode, apiVersion, apiKey, correlationId, topic);
    }

    private static String topic(JsonText in) throws NotJson {
        String topic = "";
        in.beginObject(0);
        while (in.hasField()) {
            if (in.field().equals("Topic")) {
                topic = in.shown(2);
            } else {
                in.skip();
            }
        }
        return topic;
    }

    static AccessLog.Dns dns(JsonText in) throws NotJson {
        String query = "";
        List<String> ips = List.of();
        int ttl = 0;
        List<String> cnames = List.of();
        String observationSource = "";
        long rcode = 0;
        int[] queryTypes = NO_TYPES;
        int[] answerTypes = NO_TYPES;
        in.beginObject(DNS_COST);
        while (in.hasField()) {
            switch (in.field()) {
                case "Query" -> query = in.shown(2);
                case "IPs" -> ips = answers(in);
                case "TTL" -> ttl = (int) in.number(0, 0xFFFFFFFFL);
                case "CNAMEs" -> cnames = answers(in);
                case "ObservationSource" -> observationSource = in.shown(1);
                case "RCode" -> rcode = in.number(Long.MIN_VALUE, Long.MAX_VALUE);
                case "QTypes" -> queryTypes = in.shorts(TYPE_COST);
                case "AnswerTypes" -> answerTypes = in.shorts(TYPE_COST);
                default -> in.skip();
            }
        }
        return new AccessLog.Dns(query, ips, ttl, cnames, observationSource, rcode, queryTypes, answerTypes);
    }

    private static List<String> answers(JsonText in) throws NotJson {
        List<String> answers = in.texts();
        for (String answer : answers) {
            in.ration().take(ANSWER_COST + Footprint.field(answer) + Footprint.quoted(answer));
        }
        return answers;
    }

    static AccessLog.Generic generic(JsonText in) throws NotJson {
        String protocol = "";
        Map<String, String> fields = Map.of();
        in.beginObject(GENERIC_COST);
        while (in.hasField()) {
            switch (in.field()) {
                case "Proto" -> protocol = in.shown(1);
                case "Fields" -> fields = fields(in);
                default -> in.skip();
            }
        }
        return new AccessLog.Generic(protocol, fields);
    }

    private static Map<String, String> fields(JsonText in) throws NotJson {
        Map<String, String> fields = new HashMap<>();
        in.beginObject(FIELDS_COST);
        while (in.hasField()) {
            String name = in.field();
            in.ration().take(FIELD_COST + Footprint.field(name));
            fields.put(name, in.shown(1));
        }
        return fields;
    }
}
