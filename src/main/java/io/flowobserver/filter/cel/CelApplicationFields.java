// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.cel;

import static io.flowobserver.filter.cel.CelField.message;
import static io.flowobserver.filter.cel.CelField.number;
import static io.flowobserver.filter.cel.CelField.text;
import static io.flowobserver.filter.cel.CelField.texts;
import static io.flowobserver.filter.cel.CelField.unsigned;

import io.flowobserver.filter.predicate.ApplicationRecords;
import io.flowobserver.flow.entity.DnsRecord;
import io.flowobserver.flow.entity.HttpRecord;
import io.flowobserver.flow.entity.Layer7;
import io.flowobserver.flow.row.FlowView;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of {@code flow.Layer7} that CEL reads from a row: all except HTTP headers and the fields of Kafka. */
final class CelApplicationFields {
    private CelApplicationFields() {}

    static CelField layer7() {
        return message(
                flow -> ApplicationRecords.layer7(flow) != null,
                Map.of(
                        "type", number(flow -> part(ApplicationRecords.layer7(flow), 0, Layer7::type)),
                        "latency_ns", unsigned(flow -> part(ApplicationRecords.layer7(flow), 0L, Layer7::latencyNanos)),
                        "http", message(flow -> ApplicationRecords.http(flow) != null, http()),
                        "dns", message(flow -> ApplicationRecords.dns(flow) != null, dns())));
    }

    private static Map<String, CelField> http() {
        return Map.of(
                "code", unsigned(flow -> part(ApplicationRecords.http(flow), 0, HttpRecord::code) & 0xFFFFFFFFL),
                "method", text(flow -> part(ApplicationRecords.http(flow), "", HttpRecord::method)),
                "url", text(flow -> part(ApplicationRecords.http(flow), "", HttpRecord::url)),
                "protocol", text(flow -> part(ApplicationRecords.http(flow), "", HttpRecord::protocol)));
    }

    private static Map<String, CelField> dns() {
        return Map.of(
                "query", text(flow -> part(ApplicationRecords.dns(flow), "", DnsRecord::query)),
                "observation_source",
                        text(flow -> part(ApplicationRecords.dns(flow), "", DnsRecord::observationSource)),
                "qtypes", texts(flow -> part(ApplicationRecords.dns(flow), List.of(), DnsRecord::types)),
                "ips", texts(flow -> answer(flow).ips()),
                "cnames", texts(flow -> answer(flow).cnames()),
                "rrtypes", texts(flow -> answer(flow).types()),
                "ttl", unsigned(flow -> answer(flow).ttl() & 0xFFFFFFFFL),
                "rcode", unsigned(flow -> answer(flow).rcode() & 0xFFFFFFFFL));
    }

    private static DnsRecord.Answer answer(FlowView flow) {
        return part(ApplicationRecords.dns(flow), DnsRecord.Answer.NONE, DnsRecord::answer);
    }

    private static <T, V> V part(@Nullable T whole, V absent, Function<T, V> part) {
        return whole == null ? absent : part.apply(whole);
    }
}
