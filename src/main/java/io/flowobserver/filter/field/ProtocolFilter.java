// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.flow.entity.ApplicationRecord;
import io.flowobserver.flow.entity.Detail;
import io.flowobserver.flow.entity.DnsRecord;
import io.flowobserver.flow.entity.HttpRecord;
import io.flowobserver.flow.entity.KafkaRecord;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.flow.row.L4Protocol;
import io.flowobserver.flow.text.Quoted;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** {@code protocol}: the name of a transport protocol, or of an application protocol that access logs record. */
public final class ProtocolFilter {
    private static final String KAFKA = "kafka";

    private ProtocolFilter() {}

    /**
     * Adds the field.
     *
     * @param generation decides whether the protocol {@code kafka} exists
     */
    public static void add(FlowFilter filter, Generation generation, AllOf.Builder all) throws FilterException {
        if (filter.getProtocolCount() == 0) {
            return;
        }
        boolean[] l4 = new boolean[L4Protocol.IGMP + 1];
        Set<Class<? extends ApplicationRecord>> l7 = new HashSet<>();
        for (String name : filter.getProtocolList()) {
            if (name.equalsIgnoreCase(KAFKA) && !generation.hasKafka()) {
                throw unknown(name);
            }
            addName(name, l4, l7);
        }
        AllOf.Cost cost = l7.isEmpty() ? AllOf.Cost.FIRST_LINE : AllOf.Cost.LISTS;
        all.add(cost, flow -> {
            int protocol = flow.l4Protocol();
            return (protocol < l4.length && l4[protocol]) || (!l7.isEmpty() && speaks(l7, flow));
        });
    }

    private static void addName(String name, boolean[] l4, Set<Class<? extends ApplicationRecord>> l7)
            throws FilterException {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "tcp" -> l4[L4Protocol.TCP] = true;
            case "udp" -> l4[L4Protocol.UDP] = true;
            case "icmp" -> {
                l4[L4Protocol.ICMPV4] = true;
                l4[L4Protocol.ICMPV6] = true;
            }
            case "icmpv4" -> l4[L4Protocol.ICMPV4] = true;
            case "icmpv6" -> l4[L4Protocol.ICMPV6] = true;
            case "sctp" -> l4[L4Protocol.SCTP] = true;
            case "vrrp" -> l4[L4Protocol.VRRP] = true;
            case "igmp" -> l4[L4Protocol.IGMP] = true;
            case "dns" -> l7.add(DnsRecord.class);
            case "http" -> l7.add(HttpRecord.class);
            case KAFKA -> l7.add(KafkaRecord.class);
            default -> throw unknown(name);
        }
    }

    private static FilterException unknown(String name) {
        return FilterException.invalid("invalid protocol filter: unknown protocol: " + Quoted.of(name));
    }

    private static boolean speaks(Set<Class<? extends ApplicationRecord>> l7, FlowView flow) {
        Detail detail = flow.detail();
        ApplicationRecord application = detail == null ? null : detail.application();
        return application != null && l7.contains(application.getClass());
    }
}
