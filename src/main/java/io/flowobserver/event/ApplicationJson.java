// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parts of an access-log record in JSON that tell of Kafka, DNS and protocols without a shape of their own. */
final class ApplicationJson {
    private static final int FIELD_COST = 48;

    private ApplicationJson() {}

    static AccessLog.Kafka kafka(JsonText in) throws NotJson {
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

    private static String topic(JsonText in) throws NotJson {
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

    static AccessLog.Dns dns(JsonText in) throws NotJson {
        String query = "";
        List<String> ips = List.of();
        int ttl = 0;
        List<String> cnames = List.of();
        String observationSource = "";
        long rcode = 0;
        int[] queryTypes = {};
        int[] answerTypes = {};
        in.beginObject();
        while (in.hasField()) {
            switch (in.field()) {
                case "Query" -> query = in.text();
                case "IPs" -> ips = in.texts();
                case "TTL" -> ttl = (int) in.number(0, 0xFFFFFFFFL);
                case "CNAMEs" -> cnames = in.texts();
                case "ObservationSource" -> observationSource = in.text();
                case "RCode" -> rcode = in.number(Long.MIN_VALUE, Long.MAX_VALUE);
                case "QTypes" -> queryTypes = in.shorts();
                case "AnswerTypes" -> answerTypes = in.shorts();
                default -> in.skip();
            }
        }
        return new AccessLog.Dns(query, ips, ttl, cnames, observationSource, rcode, queryTypes, answerTypes);
    }

    static AccessLog.Generic generic(JsonText in) throws NotJson {
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

    private static Map<String, String> fields(JsonText in) throws NotJson {
        Map<String, String> fields = new HashMap<>();
        in.beginObject();
        while (in.hasField()) {
            String name = in.key();
            in.ration().take(FIELD_COST);
            fields.put(name, in.text());
        }
        return fields;
    }
}
