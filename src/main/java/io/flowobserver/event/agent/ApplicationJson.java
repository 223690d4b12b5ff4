// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

import io.flowobserver.event.JsonRecordReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reads the parts of an access-log record for Kafka, DNS, and protocols that have no structure of their own. */
final class ApplicationJson {
    private static final int[] NO_TYPES = {};

    private ApplicationJson() {}

    static AccessLog.Kafka kafka(JsonRecordReader in) throws IOException {
        long errorCode = 0;
        int apiVersion = 0;
        String apiKey = "";
        int correlationId = 0;
        String topic = "";
        in.beginObject();
        while (in.hasField()) {
            switch (in.field()) {
                case "ErrorCode" -> errorCode = in.number(Long.MIN_VALUE, Long.MAX_VALUE);
                case "APIVersion" -> apiVersion = (int) in.number(Short.MIN_VALUE, Short.MAX_VALUE);
                case "APIKey" -> apiKey = in.text();
                case "CorrelationID" -> correlationId = (int) in.number(Integer.MIN_VALUE, Integer.MAX_VALUE);
                case "Topic" -> topic = topic(in);
                default -> in.skip();
            }
        }
        return new AccessLog.Kafka(errorCode, apiVersion, apiKey, correlationId, topic);
    }

    private static String topic(JsonRecordReader in) throws IOException {
        String topic = "";
        in.beginObject();
        while (in.hasField()) {
            if (in.field().equals("Topic")) {
                topic = in.text();
            } else {
                in.skip();
            }
        }
        return topic;
    }

    static AccessLog.Dns dns(JsonRecordReader in) throws IOException {
        String query = "";
        List<String> ips = List.of();
        int ttl = 0;
        List<String> cnames = List.of();
        String observationSource = "";
        long rcode = 0;
        int[] queryTypes = NO_TYPES;
        int[] answerTypes = NO_TYPES;
        in.beginObject();
        while (in.hasField()) {
            switch (in.field()) {
                case "Query" -> query = in.text();
                case "IPs" -> ips = in.texts();
                case "TTL" -> ttl = (int) in.number(0, 0xFFFFFFFFL);
                case "CNAMEs" -> cnames = in.texts();
                case "ObservationSource" -> observationSource = in.text();
                case "RCode" -> rcode = in.number(Long.MIN_VALUE, Long.MAX_VALUE);
                case "QTypes" -> queryTypes = types(in);
                case "AnswerTypes" -> answerTypes = types(in);
                default -> in.skip();
            }
        }
        return new AccessLog.Dns(query, ips, ttl, cnames, observationSource, rcode, queryTypes, answerTypes);
    }

    private static int[] types(JsonRecordReader in) throws IOException {
        IntStream.Builder types = IntStream.builder();
        in.beginList();
        while (in.hasElement()) {
            types.add((int) in.number(0, 0xFFFF));
        }
        return types.build().toArray();
    }

    static AccessLog.Generic generic(JsonRecordReader in) throws IOException {
        String protocol = "";
        Map<String, String> fields = Map.of();
        in.beginObject();
        while (in.hasField()) {
            switch (in.field()) {
                case "Proto" -> protocol = in.text();
                case "Fields" -> fields = fields(in);
                default -> in.skip();
            }
        }
        return new AccessLog.Generic(protocol, fields);
    }

    private static Map<String, String> fields(JsonRecordReader in) throws IOException {
        Map<String, String> fields = new HashMap<>();
        in.beginObject();
        while (in.hasField()) {
            fields.put(in.field(), in.text());
        }
        return fields;
    }
}
