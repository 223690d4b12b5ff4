// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import io.flowobserver.event.agent.AccessLog;
import io.flowobserver.flow.entity.ApplicationRecord;
import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.DnsRecord;
import io.flowobserver.flow.entity.HttpRecord;
import io.flowobserver.flow.entity.KafkaRecord;
import io.flowobserver.flow.entity.Layer7;
import io.flowobserver.flow.entity.TraceContext;
import io.flowobserver.flow.entity.WrittenAddresses;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.flow.text.GoTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds the L7 objects of a flow from an access log record. Values are redacted, and a request has no response fields.
 */
final class ApplicationDecoder {
    private static final String UNSET_ADDRESS = "invalid IP";
    private static final byte[] NOTHING = {};

    private final UrlRedaction urls;
    private final HeaderRedaction headers;
    private final boolean hidesApiKeys;
    /**
     * A request between two pods of this node passes two proxies. Each proxy reports the request and its response with
     * the same id. Ingress and egress therefore have separate tables.
     */
    private final RequestTable ingress = new RequestTable();

    private final RequestTable egress = new RequestTable();
    private Generation generation = Generation.OLD;

    ApplicationDecoder(Redaction redaction) {
        urls = new UrlRedaction(redaction);
        headers = new HeaderRedaction(redaction);
        hidesApiKeys = redaction.enabled() && redaction.kafkaApiKey();
    }

    /** Sets the generation of the records from now on. */
    void generation(Generation generation) {
        this.generation = generation;
    }

    /**
     * Builds the objects that the row refers to.
     *
     * @param type constant of {@link Layer7}
     */
    Detail detail(int type, AccessLog log, GoTime time, @Nullable WrittenAddresses addresses) {
        AccessLog.Protocols said = protocols(log);
        AccessLog.Http http = said.http();
        RequestTable requests = log.isIngress() ? ingress : egress;
        long latency = http == null ? 0 : requests.latency(type, http, time);
        TraceContext trace = http == null ? null : requests.trace(type, http, generation);
        Layer7 layer7 = new Layer7(type, latency, application(type, said));
        return new Detail(layer7, trace, summary(layer7, said), NOTHING, addresses);
    }

    /** From 1.20 on, Cilium knows nothing of Kafka. */
    private AccessLog.Protocols protocols(AccessLog log) {
        AccessLog.Protocols said = log.protocols();
        return generation.hasKafka() ? said : said.withoutKafka();
    }

    /** If the record has several protocols, the order of precedence is DNS, HTTP, Kafka. */
    private @Nullable ApplicationRecord application(int type, AccessLog.Protocols said) {
        if (said.dns() != null) {
            return dns(type, said.dns());
        }
        if (said.http() != null) {
            return http(type, said.http());
        }
        return said.kafka() == null ? null : kafka(type, said.kafka());
    }

    /**
     * If the record has several protocols, the order of precedence is HTTP, Kafka, DNS. This is not the order of
     * {@link #application}: the summary of a record with DNS and Kafka is empty, because the flow shows DNS.
     */
    private byte[] summary(Layer7 layer7, AccessLog.Protocols said) {
        int type = layer7.type();
        ApplicationRecord made = layer7.protocol();
        if (said.http() != null) {
            HttpRecord http = made instanceof HttpRecord same ? same : http(type, said.http());
            return L7Summary.http(layer7, http, said.http().code());
        }
        if (said.kafka() != null) {
            return made instanceof KafkaRecord kafka
                    ? L7Summary.kafka(type, kafka, said.kafka().errorCode())
                    : NOTHING;
        }
        if (made instanceof DnsRecord dns) {
            return L7Summary.dns(type, dns);
        }
        return said.generic() == null ? NOTHING : L7Summary.generic(said.generic());
    }

    private HttpRecord http(int type, AccessLog.Http http) {
        return new HttpRecord(
                type == Layer7.REQUEST ? 0 : (int) http.code(),
                new HttpRecord.Request(http.method(), urls.text(http.url()), http.protocol()),
                headers.shown(http.headers()));
    }

    private KafkaRecord kafka(int type, AccessLog.Kafka kafka) {
        String apiKey = hidesApiKeys ? Redaction.REPLACEMENT : kafka.apiKey();
        return new KafkaRecord(
                type == Layer7.REQUEST ? 0 : (int) kafka.errorCode(),
                new KafkaRecord.Request(kafka.apiVersion(), apiKey, kafka.correlationId(), kafka.topic()));
    }

    private DnsRecord dns(int type, AccessLog.Dns dns) {
        return new DnsRecord(
                dns.query(),
                dns.observationSource(),
                DnsNames.types(dns.queryTypes(), generation),
                type == Layer7.REQUEST ? DnsRecord.Answer.NONE : answer(dns));
    }

    private DnsRecord.Answer answer(AccessLog.Dns dns) {
        List<String> ips = new ArrayList<>(dns.ips().size());
        for (String ip : dns.ips()) {
            ips.add(ip.isEmpty() ? UNSET_ADDRESS : ip);
        }
        return new DnsRecord.Answer(
                ips, dns.ttl(), dns.cnames(), (int) dns.rcode(), DnsNames.types(dns.answerTypes(), generation));
    }
}
