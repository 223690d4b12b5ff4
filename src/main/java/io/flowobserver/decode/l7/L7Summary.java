// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import io.flowobserver.event.agent.AccessLog;
import io.flowobserver.flow.entity.DnsRecord;
import io.flowobserver.flow.entity.HttpRecord;
import io.flowobserver.flow.entity.KafkaRecord;
import io.flowobserver.flow.entity.Layer7;
import io.flowobserver.flow.text.Quoted;
import io.flowobserver.flow.text.TextOrder;
import io.flowobserver.flow.text.Utf8Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The one-line summary of an L7 flow. The wording is that of Hubble. */
final class L7Summary {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final byte[] NOTHING = {};

    private L7Summary() {}

    /**
     * Returns the summary of an HTTP request or response.
     *
     * @param code the number in the log record, which may be larger than the API's field can hold
     */
    static byte[] http(Layer7 layer7, HttpRecord http, long code) {
        return switch (layer7.type()) {
            case Layer7.REQUEST ->
                Utf8Text.of(out -> appendRequest(out.append(http.protocol()).append(" "), http));
            case Layer7.RESPONSE ->
                Utf8Text.of(out -> {
                    long millis = layer7.latencyNanos() / NANOS_PER_MILLI;
                    out.append(http.protocol()).append(" ").append(code);
                    out.append(" ").append(millis).append("ms (");
                    appendRequest(out, http);
                    out.append(")");
                });
            default -> NOTHING;
        };
    }

    private static void appendRequest(Utf8Text out, HttpRecord http) {
        out.append(http.method()).append(" ").append(http.url());
    }

    /**
     * Returns the summary of a Kafka request or response.
     *
     * @param errorCode the number in the log record, which may be larger than the API's field can hold
     */
    static byte[] kafka(int type, KafkaRecord kafka, long errorCode) {
        KafkaRecord.Request request = kafka.request();
        return Utf8Text.of(out -> {
            out.append(type == Layer7.REQUEST ? "Kafka request " : "Kafka response ");
            out.append(request.apiKey()).append(" correlation id ").append(request.correlationId());
            out.append(" topic '").append(request.topic()).append("'");
            if (type != Layer7.REQUEST) {
                out.append(" return code ").append(errorCode);
            }
        });
    }

    static byte[] dns(int type, DnsRecord dns) {
        return switch (type) {
            case Layer7.REQUEST ->
                Utf8Text.of(out -> {
                    out.append("DNS Query ").append(dns.query()).append(" ");
                    appendList(out, dns.types());
                });
            case Layer7.RESPONSE ->
                Utf8Text.of(out -> {
                    appendAnswer(out.append("DNS Answer "), dns.answer());
                    out.append(" TTL: ").append(dns.answer().ttl() & 0xFFFFFFFFL);
                    out.append(dns.observationSource().equals("proxy") ? " (Proxy " : " (Query ");
                    appendList(out.append(dns.query()).append(" "), dns.types());
                    out.append(")");
                });
            default -> NOTHING;
        };
    }

    static byte[] generic(AccessLog.Generic generic) {
        Map<String, String> fields = generic.fields();
        List<String> names = new ArrayList<>(fields.keySet());
        names.sort(TextOrder.BYTEWISE);
        return Utf8Text.of(out -> {
            out.append(generic.protocol()).append(" Fields: map[");
            String separator = "";
            for (String name : names) {
                out.append(separator).append(name).append(":").append(fields.getOrDefault(name, ""));
                separator = " ";
            }
            out.append("]");
        });
    }

    /** Only the low byte of the response code decides whether the response is an error. */
    private static void appendAnswer(Utf8Text out, DnsRecord.Answer answer) {
        int rcode = answer.rcode() & 0xFF;
        if (rcode != 0) {
            out.append("RCode: ").append(DnsNames.rcode(rcode));
            return;
        }
        if (!answer.ips().isEmpty()) {
            appendQuoted(out, answer.ips());
        }
        if (!answer.cnames().isEmpty()) {
            appendQuoted(out.append(answer.ips().isEmpty() ? "CNAMEs: " : " CNAMEs: "), answer.cnames());
        }
    }

    private static void appendQuoted(Utf8Text out, List<String> texts) {
        out.append("\"");
        for (int i = 0; i < texts.size(); i++) {
            out.append(i == 0 ? "" : ",");
            Quoted.appendEscaped(out, texts.get(i));
        }
        out.append("\"");
    }

    private static void appendList(Utf8Text out, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            out.append(i == 0 ? "" : ",").append(texts.get(i));
        }
    }
}
