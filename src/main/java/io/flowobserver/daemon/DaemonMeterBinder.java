// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.daemon.device.DeviceStates;
import io.flowobserver.event.Malformed;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.metrics.MetricsFile;
import io.flowobserver.metrics.expose.OwnMetrics;
import io.flowobserver.pipeline.EventCounters;
import io.flowobserver.pipeline.SourceRunner;
import io.flowobserver.ring.LossNote;
import io.flowobserver.ring.RingReader;
import io.flowobserver.ring.Rings;
import io.flowobserver.serve.Server;
import io.flowobserver.serve.limit.CallRejection;
import io.flowobserver.serve.limit.RejectedCalls;
import io.flowobserver.serve.listen.ConnectionCounts;
import io.flowobserver.serve.listen.ConnectionOutcome;
import io.flowobserver.supervise.Supervisor;
import io.flowobserver.tls.ServerTls;
import io.netty.util.internal.PlatformDependent;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Registers the metrics of the daemon itself, {@code observer_*}.
 *
 * @param source the type of the source, {@code bpf} or {@code replay}
 */
record DaemonMeterBinder(SourceRunner source, EventCounters events, Rings rings, Server server) {
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
        showSource(own);
        showEvents(own);
        showLosses(own);
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
    }

    private void showSource(OwnMetrics own) {
        own.gauge(
                "observer_source_up",
                "Whether the source delivers events, or has delivered all that it had",
                () -> source.isReady() ? 1 : 0,
                "source",
                source.kind());
        own.counter(
                "observer_source_retries",
                "Attempts to open a failed source again",
                source::retries,
                "source",
                source.kind());
    }

    private void showEvents(OwnMetrics own) {
        for (int type : NAMED_TYPES) {
            own.counter(
                    "observer_events",
                    "Events received, by source and type",
                    () -> events.received(type),
                    "source",
                    source.kind(),
                    "type",
                    MessageType.name(type));
        }
        own.counter(
                "observer_events",
                "Events received, by source and type",
                this::unnamedEvents,
                "source",
                source.kind(),
                "type",
                "other");
        for (Malformed reason : Malformed.values()) {
            if (reason != Malformed.UNKNOWN_TYPE) {
                own.counter(
                        "observer_events_malformed",
                        "Events that could not be read, by reason",
                        () -> events.malformed(reason),
                        "reason",
                        reason.reason());
            }
        }
        own.counter(
                "observer_events_skipped",
                "Socket events left out because their cgroup belongs to no known pod",
                events::skipped);
        own.counter(
                "observer_events_not_decoded", "Events of a type that this version does not know", events::notDecoded);
        own.counter("observer_notices", "Agent and debug events decoded", events::notices);
        own.counter("observer_flows", "Flows decoded", events::flows);
        own.counter(
                "observer_flows_unattributed", "Flows without a known endpoint on either side", events::unattributed);
    }

    private void showLosses(OwnMetrics own) {
        String help = "Events lost before they were read, by place";
        own.counter("observer_events_lost", help, () -> rings.losses().total(LossNote.PERF_RING), "place", "perf_ring");
        own.counter(
                "observer_events_lost",
                help,
                () -> rings.losses().total(LossNote.EVENTS_QUEUE),
                "place",
                "events_queue");
    }

    private void showRing(OwnMetrics own) {
        own.gauge("observer_ring_capacity_flows", "Flows that the ring can hold", rings.flows()::capacity);
        own.gauge("observer_ring_used_flows", "Flows that the ring holds", rings.flows()::size);
        own.gauge("observer_ring_oldest_age_seconds", "Age of the oldest flow in the ring", this::oldestAge);
    }

    private void showClients(OwnMetrics own) {
        own.gauge("observer_readers", "Open streams of flows, agent and debug events", server.streams()::open);
        own.counter(
                "observer_readers_refused", "Streams refused because there were too many", server.streams()::refused);
        own.counter(
                "observer_readers_lapped",
                "Times that a stream found flows or events overwritten before it had read them",
                server.streams()::lapped);
        own.counter(
                "observer_readers_skipped_flows",
                "Flows and events that were overwritten before a stream read them",
                server.streams()::skipped);
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
        server.tls().ifPresent(tls -> showTls(own, "observer_tls", tls));
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

    private long unnamedEvents() {
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
        FlowView view = new FlowView();
        RingReader reader = rings.flows().reader();
        RingReader.Result result = reader.read(view);
        if (result == RingReader.Result.LAPPED) {
            result = reader.read(view);
        }
        long nowNanos = System.currentTimeMillis() * NANOS_PER_MILLI;
        return result == RingReader.Result.OK ? Math.max(0, nowNanos - view.timeNanos()) / NANOS_PER_SECOND : 0;
    }
}
