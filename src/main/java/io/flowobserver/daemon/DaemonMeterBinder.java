// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.daemon.device.DeviceStates;
import io.flowobserver.event.Malformed;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.metrics.MetricsFile;
import io.flowobserver.metrics.expose.OwnMetrics;
import io.flowobserver.pipeline.EventCounters;
import io.flowobserver.pipeline.SourceRunner;
import io.flowobserver.reader.HeldTimes;
import io.flowobserver.reader.registry.ReaderKind;
import io.flowobserver.reader.registry.Readers;
import io.flowobserver.ring.LossNote;
import io.flowobserver.ring.Rings;
import io.flowobserver.serve.Server;
import io.flowobserver.serve.client.CutReason;
import io.flowobserver.serve.limit.CallRejection;
import io.flowobserver.serve.limit.RejectedCalls;
import io.flowobserver.serve.listen.ConnectionCounts;
import io.flowobserver.serve.listen.ConnectionOutcome;
import io.flowobserver.supervise.Supervisor;
import io.flowobserver.tls.ServerTls;
import io.netty.util.internal.PlatformDependent;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;

/**
 * Registers the metrics of the daemon itself, {@code observer_*}.
 *
 * @param sources all sources; the metrics of each have its name as a label
 */
record DaemonMeterBinder(List<SourceRunner> sources, Rings rings, Server server) {
    private static final int MESSAGE_TYPES = 256;
    private static final int[] NAMED_TYPES = {
        MessageType.DROP,
        MessageType.DEBUG,
        MessageType.CAPTURE,
        MessageType.TRACE,
        MessageType.POLICY_VERDICT,
        MessageType.TRACE_SOCK,
        MessageType.ACCESS_LOG,
        MessageType.AGENT
    };
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NANOS_PER_MILLI = 1_000_000;

    void showOn(OwnMetrics own) {
        // From Java 24 on, Netty's memory is not in the JVM's pool of direct buffers.
        own.gauge(
                "observer_netty_direct_memory_bytes",
                "Direct memory that network buffers take",
                PlatformDependent::usedDirectMemory);
        for (SourceRunner source : sources) {
            showSource(own, source);
            showEvents(own, source.name(), source.counters());
            showOutcomes(own, source.name(), source.counters());
            showLosses(own, source.name(), source.counters());
        }
        showRing(own);
        showClients(own);
    }

    static void showThreads(OwnMetrics own, Supervisor supervisor) {
        own.counter(
                "observer_thread_failures",
                "Times that an exception ended a thread, which is then started again",
                supervisor::failures);
    }

    static void showDevices(OwnMetrics own, DeviceStates devices) {
        String help = "Network devices to be observed, by state";
        own.gauge("observer_devices", help, () -> devices.summary().observed(), "state", "observed");
        own.gauge("observer_devices", help, () -> devices.summary().waiting(), "state", "waiting");
        own.gauge("observer_devices", help, () -> devices.summary().errors().size(), "state", "failed");
        own.gauge("observer_devices", help, () -> devices.summary().notFirst().size(), "state", "not_first");
    }

    private static void showSource(OwnMetrics own, SourceRunner source) {
        String name = source.name();
        own.gauge(
                "observer_source_up",
                "Whether the source delivers events, or has delivered all that it had",
                () -> source.isReady() ? 1 : 0,
                "source",
                name);
        for (SourceRunner.State state : SourceRunner.State.values()) {
            own.gauge(
                    "observer_source_state",
                    "1 for the state that the source is in, 0 for the others",
                    () -> source.state() == state ? 1 : 0,
                    "source",
                    name,
                    "state",
                    state.label());
        }
        own.counter(
                "observer_source_retries", "Attempts to open a failed source again", source::retries, "source", name);
    }

    private static void showEvents(OwnMetrics own, String source, EventCounters events) {
        String received = "Events received, by source and type";
        for (int type : NAMED_TYPES) {
            own.counter(
                    "observer_events",
                    received,
                    () -> events.received(type),
                    "source",
                    source,
                    "type",
                    MessageType.name(type));
        }
        own.counter("observer_events", received, () -> unnamed(events), "source", source, "type", "other");
        for (Malformed reason : Malformed.values()) {
            if (reason != Malformed.UNKNOWN_TYPE) {
                own.counter(
                        "observer_events_malformed",
                        "Events that could not be read, by source and reason",
                        () -> events.malformed(reason),
                        "source",
                        source,
                        "reason",
                        reason.reason());
            }
        }
    }

    /** What became of the events that could be read. */
    private static void showOutcomes(OwnMetrics own, String source, EventCounters events) {
        String[] label = {"source", source};
        own.counter(
                "observer_events_skipped",
                "Socket events left out because their cgroup belongs to no known pod",
                events::skipped,
                label);
        own.counter(
                "observer_events_not_decoded",
                "Events of a type that this version does not know",
                events::notDecoded,
                label);
        own.counter("observer_notices", "Agent and debug events decoded", events::notices, label);
        own.counter("observer_flows", "Flows decoded", events::flows, label);
        own.counter(
                "observer_flows_unattributed",
                "Flows without a known endpoint on either side",
                events::unattributed,
                label);
    }

    private static void showLosses(OwnMetrics own, String source, EventCounters events) {
        String help = "Events lost before they were read, by source and place";
        own.counter(
                "observer_events_lost",
                help,
                () -> events.lost(LossNote.PERF_RING),
                "source",
                source,
                "place",
                "perf_ring");
        own.counter(
                "observer_events_lost",
                help,
                () -> events.lost(LossNote.EVENTS_QUEUE),
                "source",
                source,
                "place",
                "events_queue");
    }

    private void showRing(OwnMetrics own) {
        own.gauge("observer_ring_capacity_flows", "Flows that the ring can hold", rings.flows()::capacity);
        own.gauge("observer_ring_used_flows", "Flows that the ring holds", rings.flows()::size);
        own.gauge("observer_ring_oldest_age_seconds", "Age of the oldest flow in the ring", this::oldestAge);
    }

    private void showClients(OwnMetrics own) {
        showReaders(own, server.readers());
        own.counter(
                "observer_readers_refused", "Streams refused because there were too many", server.streams()::refused);
        own.gauge("observer_calls", "Open gRPC calls", server.openCalls()::open);
        RejectedCalls rejected = server.rejectedCalls();
        for (CallRejection limit : CallRejection.values()) {
            own.counter(
                    "observer_calls_rejected",
                    "Calls and connections that a limit has refused or ended, by limit",
                    () -> rejected.of(limit),
                    "reason",
                    limit.label());
        }
        ConnectionCounts connections = server.connections();
        for (ConnectionOutcome kind : ConnectionOutcome.values()) {
            own.counter(
                    "observer_connections",
                    "Connections by how they began and what became of them",
                    () -> connections.of(kind),
                    "protocol",
                    kind.label());
        }
        for (CutReason reason : CutReason.values()) {
            own.counter(
                    "observer_connections_cut",
                    "Connections that were closed although their clients had not ended them",
                    () -> connections.of(reason),
                    "reason",
                    reason.label());
        }
        server.tls().ifPresent(tls -> showTls(own, "observer_tls", tls));
    }

    static void showReaders(OwnMetrics own, Readers readers) {
        for (ReaderKind kind : ReaderKind.values()) {
            own.gauge(
                    "observer_readers",
                    "Open readers of flows, agent and debug events, by what they read for",
                    () -> readers.size(kind),
                    "kind",
                    kind.label());
            own.gauge(
                    "observer_reader_lag_flows",
                    "Flows that the reader which is farthest behind has not read yet, by what it reads for",
                    () -> readers.maxLag(kind),
                    "kind",
                    kind.label());
        }
        own.counter(
                "observer_readers_lapped",
                "Times that a reader found flows or events overwritten before it had read them",
                readers::lapped);
        own.counter(
                "observer_readers_skipped_flows",
                "Flows and events that were overwritten before a reader read them",
                readers::skipped);
    }

    static void showMetricsFile(OwnMetrics own, MetricsFile file) {
        own.counter("observer_metrics_file_reloads", "Times that the metrics file was applied", file::reloads);
        own.counter("observer_metrics_file_failures", "Times that the metrics file could not be used", file::failures);
    }

    /**
     * Registers the metrics of a server's TLS files.
     *
     * @param prefix the beginning of the metrics' names
     */
    static void showTls(OwnMetrics own, String prefix, ServerTls tls) {
        for (Path file : tls.certificates()) {
            own.gauge(
                    prefix + "_certificate_expiry_seconds",
                    "Seconds until the first certificate in a file expires; negative once it has",
                    () -> tls.expirySeconds(file),
                    "file",
                    file.toString());
        }
        own.counter(prefix + "_reloads", "Times that changed TLS files were applied", tls::reloads);
        own.counter(prefix + "_reload_failures", "Times that changed TLS files could not be used", tls::failures);
    }

    private static long unnamed(EventCounters events) {
        BitSet named = new BitSet();
        for (int type : NAMED_TYPES) {
            named.set(type);
        }
        long sum = 0;
        for (int type = named.nextClearBit(0); type < MESSAGE_TYPES; type = named.nextClearBit(type + 1)) {
            sum += events.received(type);
        }
        return sum;
    }

    /** Returns the age of the oldest flow in seconds, or 0 without flows. */
    private double oldestAge() {
        OptionalLong oldest = HeldTimes.oldest(rings.flows());
        long nowNanos = System.currentTimeMillis() * NANOS_PER_MILLI;
        return oldest.isPresent() ? Math.max(0, nowNanos - oldest.getAsLong()) / NANOS_PER_SECOND : 0;
    }
}
