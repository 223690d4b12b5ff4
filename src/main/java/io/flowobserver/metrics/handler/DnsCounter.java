// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.handler;

import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.DnsRecord;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.flow.row.Verdicts;
import io.flowobserver.metrics.context.Contexts;
import io.flowobserver.metrics.request.MetricSpec;
import io.flowobserver.metrics.series.CounterSeries;
import io.flowobserver.metrics.series.Family;
import io.flowobserver.metrics.series.Series;
import io.flowobserver.metrics.series.TextCache;
import java.util.ArrayList;
import java.util.List;

/** The metric {@code dns}: it counts queries, responses, and the record types in responses. */
final class DnsCounter extends FlowCounter {
    private static final String QUERIES_HELP = "Number of DNS queries observed";
    private static final String QUERY = "query";
    private static final String IGNORE_AAAA = "ignoreAAAA";
    private static final List<String> AAAA = List.of("AAAA");
    private static final String DENIED = "Policy denied";
    private static final int RCODE = 0;
    private static final int QTYPES = 1;
    private static final int IPS = 2;
    private static final int NAME = 3;
    private static final int TYPE = 0;
    private static final int NAME_OF_TYPE = 2;

    private final boolean query;
    private final boolean ignoreAaaa;
    private final TextCache texts = new TextCache();
    private final TextFamily<CounterSeries> queries;
    private final TextFamily<CounterSeries> responses;
    private final TextFamily<CounterSeries> types;

    /** @param generation decides what HELP says: before Cilium 1.20 it is the same text for all three families */
    DnsCounter(MetricSpec spec, Contexts contexts, int budget, Generation generation) {
        super(contexts);
        query = spec.has(QUERY);
        ignoreAaaa = spec.has(IGNORE_AAAA);
        String rcode = DnsCodes.label(contexts.names().size(), query);
        boolean own = generation.isAtLeast(Generation.V1_20);
        String responsesHelp = own ? "Number of DNS responses observed" : QUERIES_HELP;
        String typesHelp = own ? "Number of DNS response types observed" : QUERIES_HELP;
        List<String> labels = List.of(rcode, "qtypes", "ips_returned");
        queries = TextFamily.counter(family("queries", QUERIES_HELP, labels), contexts, budget);
        responses = TextFamily.counter(family("responses", responsesHelp, labels), contexts, budget);
        types = TextFamily.counter(family("response_types", typesHelp, List.of("type", "qtypes")), contexts, budget);
    }

    @Override
    public int traits() {
        return FlowTraits.DETAIL;
    }

    @Override
    public void count(FlowView row) {
        Detail detail = row.detail();
        if (detail == null || !(detail.application() instanceof DnsRecord dns)) {
            return;
        }
        if (ignoreAaaa && dns.types().equals(AAAA)) {
            return;
        }
        if (row.verdict() == Verdicts.DROPPED) {
            count(queries, row, dns, DENIED);
        } else if (!row.has(FlowFlags.REPLY_KNOWN | FlowFlags.REPLY)) {
            count(queries, row, dns, "");
        } else {
            count(responses, row, dns, DnsCodes.name(dns.answer().rcode()));
            countTypes(row, dns);
        }
    }

    @Override
    public List<Series> series() {
        return List.of(queries.series(), responses.series(), types.series());
    }

    @Override
    public String status() {
        return (query ? QUERY + "," : "") + (ignoreAaaa ? IGNORE_AAAA + "," : "") + super.status();
    }

    private void count(TextFamily<CounterSeries> family, FlowView row, DnsRecord dns, String rcode) {
        family.label(RCODE, rcode)
                .label(QTYPES, texts.list(dns.types()))
                .label(IPS, texts.number(dns.answer().ips().size()));
        if (query) {
            family.label(NAME, dns.query());
        }
        family.series().increment(family.cell(row));
    }

    private void countTypes(FlowView row, DnsRecord dns) {
        List<String> found = dns.answer().types();
        for (int i = 0; i < found.size(); i++) {
            types.label(TYPE, found.get(i)).label(QTYPES, texts.list(dns.types()));
            if (query) {
                types.label(NAME_OF_TYPE, dns.query());
            }
            types.series().increment(types.cell(row));
        }
    }

    private Family family(String what, String help, List<String> labels) {
        List<String> all = new ArrayList<>(labels);
        if (query) {
            all.add(QUERY);
        }
        return new Family("hubble_dns_" + what + "_total", help, all);
    }
}
