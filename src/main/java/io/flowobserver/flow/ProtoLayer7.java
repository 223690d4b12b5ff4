// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import io.flowobserver.flow.entity.ApplicationRecord;
import io.flowobserver.flow.entity.DnsRecord;
import io.flowobserver.flow.entity.HttpRecord;
import io.flowobserver.flow.entity.KafkaRecord;
import io.flowobserver.flow.entity.Layer7;
import io.flowobserver.proto.flow.DNS;
import io.flowobserver.proto.flow.HTTP;
import io.flowobserver.proto.flow.Kafka;
import org.jspecify.annotations.Nullable;

/** The L7 part of a flow message as a row refers to it. */
final class ProtoLayer7 {
    private ProtoLayer7() {}

    static Layer7 of(io.flowobserver.proto.flow.Layer7 l7) {
        return new Layer7(l7.getTypeValue(), l7.getLatencyNs(), application(l7));
    }

    private static @Nullable ApplicationRecord application(io.flowobserver.proto.flow.Layer7 l7) {
        return switch (l7.getRecordCase()) {
            case DNS -> dns(l7.getDns());
            case HTTP -> http(l7.getHttp());
            case KAFKA -> kafka(l7.getKafka());
            case RECORD_NOT_SET -> null;
        };
    }

    private static DnsRecord dns(DNS dns) {
        return new DnsRecord(
                dns.getQuery(),
                dns.getObservationSource(),
                dns.getQtypesList(),
                new DnsRecord.Answer(
                        dns.getIpsList(), dns.getTtl(), dns.getCnamesList(), dns.getRcode(), dns.getRrtypesList()));
    }

    private static HttpRecord http(HTTP http) {
        return new HttpRecord(
                http.getCode(),
                new HttpRecord.Request(http.getMethod(), http.getUrl(), http.getProtocol()),
                http.getHeadersList().stream()
                        .map(header -> new HttpRecord.Header(header.getKey(), header.getValue()))
                        .toList());
    }

    private static KafkaRecord kafka(Kafka kafka) {
        return new KafkaRecord(
                kafka.getErrorCode(),
                new KafkaRecord.Request(
                        kafka.getApiVersion(), kafka.getApiKey(), kafka.getCorrelationId(), kafka.getTopic()));
    }
}
