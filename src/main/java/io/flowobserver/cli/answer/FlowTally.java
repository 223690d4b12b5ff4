// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.answer;

import com.google.protobuf.Timestamp;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.flow.IPVersion;
import io.flowobserver.proto.flow.Layer4;
import io.flowobserver.proto.flow.LostEvent;
import io.flowobserver.proto.flow.LostEventSource;
import io.flowobserver.proto.flow.Verdict;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts flows, what they tell of, and losses. Not thread-safe, apart from {@link #isEmpty}. */
public final class FlowTally implements Tally<GetFlowsResponse> {
    private final Map<Verdict, long[]> verdicts = new EnumMap<>(Verdict.class);
    private final Map<Layer4.ProtocolCase, long[]> protocols = new EnumMap<>(Layer4.ProtocolCase.class);
    private final Map<IPVersion, long[]> versions = new EnumMap<>(IPVersion.class);
    private final Map<LostEventSource, Long> losses = new EnumMap<>(LostEventSource.class);
    private @Nullable Timestamp first;
    private Traffic traffic = Traffic.NONE;
    private long flows;
    private volatile boolean empty = true;

    @Override
    public void count(GetFlowsResponse answer) {
        switch (answer.getResponseTypesCase()) {
            case FLOW -> count(answer.getFlow(), answer.getTime());
            case LOST_EVENTS -> {
                LostEvent lost = answer.getLostEvents();
                losses.merge(lost.getSource(), lost.getNumEventsLost(), Long::sum);
            }
            default -> {}
        }
    }

    /** Returns whether no flow was counted. Any thread may ask. */
    public boolean isEmpty() {
        return empty;
    }

    /** Returns the time of the first flow that was counted; null without one. */
    public @Nullable Timestamp first() {
        return first;
    }

    /** Returns how many events were lost at each place, without those where none was. */
    public Map<LostEventSource, Long> losses() {
        return losses;
    }

    @Override
    public Summary summary(Duration time) {
        Map<String, Map<String, Long>> rows = new LinkedHashMap<>();
        rows.put("verdict", named(verdicts, Verdict::name));
        rows.put("protocol", named(protocols, FlowTally::protocol));
        rows.put("IP version", named(versions, FlowTally::version));
        Map<String, Long> lost = new TreeMap<>();
        losses.forEach((place, count) -> lost.put(place.name(), count));
        return new Summary("flows", flows, rows, traffic, lost, time);
    }

    private void count(Flow flow, Timestamp time) {
        if (flows++ == 0) {
            first = time;
            empty = false;
        }
        add(verdicts, flow.getVerdict());
        add(protocols, flow.getL4().getProtocolCase());
        traffic = traffic.plus(flow);
        add(versions, flow.getIP().getIpVersion());
    }

    private static <K> void add(Map<K, long[]> counts, K key) {
        counts.computeIfAbsent(key, unused -> new long[1])[0]++;
    }

    private static <K> Map<String, Long> named(Map<K, long[]> counts, Function<K, String> name) {
        Map<String, Long> byName = new TreeMap<>();
        counts.forEach((key, count) -> byName.merge(name.apply(key), count[0], Long::sum));
        return byName;
    }

    private static String protocol(Layer4.ProtocolCase protocol) {
        return switch (protocol) {
            case TCP, UDP, SCTP -> protocol.name();
            case ICMPV4 -> "ICMPv4";
            case ICMPV6 -> "ICMPv6";
            default -> "other";
        };
    }

    private static String version(IPVersion version) {
        return version == IPVersion.IPv4 || version == IPVersion.IPv6 ? version.name() : "no IP";
    }
}
