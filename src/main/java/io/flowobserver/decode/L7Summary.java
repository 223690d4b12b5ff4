// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode;

import io.flowobserver.event.AccessLog;
import io.flowobserver.flow.DnsRecord;
import io.flowobserver.flow.HttpRecord;
import io.flowobserver.flow.KafkaRecord;
import io.flowobserver.flow.Layer7;
import io.flowobserver.flow.Quoted;
import io.flowobserver.flow.TextOrder;
import io.flowobserver.flow.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The one line that people read of an L7 flow, in the words of the reference. */
final class L7Summary {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int WORDS = 96;
    private static final int LONGEST_TYPE = 8;

    private L7Summary() {}

    /** @param code as the record has it, which may be more than the API can say; as in the methods below */
    static byte[] http(Layer7 layer7, HttpRecord http, long code) {
        String url = http.url();
        String method = http.method();
        StringBuilder out = new StringBuilder(WORDS + http.protocol().length() + method.length() + url.length());
        out.append(http.protocol()).append(' ');
        return switch (layer7.type()) {
            case Layer7.REQUEST -> Utf8.encode(out.append(method).append(' ').append(url));
            case Layer7.RESPONSE -> {
                long millis = layer7.latencyNanos() / NANOS_PER_MILLI;
                out.append(code).append(' ').append(millis).append("ms (");
                yield Utf8.encode(out.append(method).append(' ').append(url).append(')'));
            }
            default -> new byte[0];
        };
    }

    static byte[] kafka(int type, KafkaRecord kafka, long errorCode) {
        KafkaRecord.Request request = kafka.request();
        StringBuilder out = new StringBuilder(
                WORDS + request.apiKey().length() + request.topic().length());
        out.append(type == Layer7.REQUEST ? "Kafka request " : "Kafka response ")
                .append(request.apiKey());
        out.append(" correlation id ").append(request.correlationId());
        out.append(" topic '").append(request.topic()).append('\'');
        if (type != Layer7.REQUEST) {
            out.append(" return code ").append(errorCode);
        }
        return Utf8.encode(out);
    }

    static byte[] dns(int type, DnsRecord dns) {
        int lists = LONGEST_TYPE * dns.types().size()
                + length(dns.answer().ips())
                + length(dns.answer().cnames());
        StringBuilder out = new StringBuilder(WORDS + dns.query().length() + lists);
        return switch (type) {
            case Layer7.REQUEST -> {
                out.append("DNS Query ").append(dns.query()).append(' ');
                appendList(out, dns.types());
                yield Utf8.encode(out);
            }
            case Layer7.RESPONSE -> {
                appendAnswer(out.append("DNS Answer "), dns.answer());
                out.append(" TTL: ").append(dns.answer().ttl() & 0xFFFFFFFFL);
                out.append(dns.observationSource().equals("proxy") ? " (Proxy " : " (Query ");
                appendList(out.append(dns.query()).append(' '), dns.types());
                yield Utf8.encode(out.append(')'));
            }
            default -> new byte[0];
        };
    }

    static byte[] generic(AccessLog.Generic generic) {
        Map<String, String> fields = generic.fields();
        List<String> names = new ArrayList<>(fields.keySet());
        names.sort(TextOrder.BYTEWISE);
        StringBuilder out = new StringBuilder(generic.protocol()).append(" Fields: map[");
        String separator = "";
        for (String name : names) {
            out.append(separator).append(name).append(':').append(fields.get(name));
            separator = " ";
        }
        return Utf8.encode(out.append(']'));
    }

    /** Only the low byte of the code says whether it is an error. */
    private static void appendAnswer(StringBuilder out, DnsRecord.Answer answer) {
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

    private static void appendQuoted(StringBuilder out, List<String> texts) {
        out.append('"');
        for (int i = 0; i < texts.size(); i++) {
            out.append(i == 0 ? "" : ",");
            Quoted.appendEscaped(out, texts.get(i));
        }
        out.append('"');
    }

    private static void appendList(StringBuilder out, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            out.append(i == 0 ? "" : ",").append(texts.get(i));
        }
    }

    private static int length(List<String> texts) {
        int length = 0;
        for (int i = 0; i < texts.size(); i++) {
            length += texts.get(i).length() + 1;
        }
        return length;
    }
}
