// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.pipeline;

import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.Origin;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.event.EventBytes;
import io.flowobserver.event.JsonRecordReader;
import io.flowobserver.event.Malformed;
import io.flowobserver.event.SampleKind;
import io.flowobserver.flow.FlowListener;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.LossLedger;
import io.flowobserver.ring.LossNote;
import io.flowobserver.ring.Rings;
import io.flowobserver.ring.SeenNamespaces;
import io.flowobserver.source.EventSink;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the events of all sources, adds attributes, and publishes them to the rings, batch by batch. All flows of a
 * batch use the same inventory snapshot. Only one thread may use it at a time. A flow from a perf ring causes no
 * allocation.
 */
public final class Pipeline implements EventSink {
    /**
     * Maximum time in milliseconds until a single event is read. The kernel wakes the ingest thread only if a quarter
     * of a ring is full.
     */
    static final int POLL_MILLIS = 5;

    private final Inventory inventory;
    private final FlowRing ring;
    private final LossLedger losses;
    private final SeenNamespaces namespaces;
    private final NoticePublisher notices;
    private final Decoder decoder;
    private final Attribution attribution;
    private final EventErrors errors = new EventErrors(this::counters, System.nanoTime());
    /** The counters of the source that the present events are from. */
    private EventCounters counters = new EventCounters();

    private volatile List<EventCounters> all = List.of(counters);
    private Origin unknownOrigin = Origin.OLD;
    private FlowListener listener = FlowListener.NONE;
    private Snapshot snapshot;
    private long nowNanos;
    /** Time of the present event, in nanoseconds since 1970-01-01 UTC. */
    private long eventNanos;

    public Pipeline(Inventory inventory, Rings rings, Decoder decoder, Attribution attribution) {
        this.inventory = inventory;
        this.ring = rings.flows();
        this.losses = rings.losses();
        this.namespaces = rings.namespaces();
        this.notices = new NoticePublisher(rings.agent(), rings.debug());
        this.decoder = decoder;
        this.attribution = attribution;
        this.snapshot = inventory.snapshot();
    }

    /** Sets the listener, which receives each flow before it is published. Call this before the first batch. */
    public void listener(FlowListener listener) {
        this.listener = listener;
    }

    /** Sets where events come from if their source does not know. Call this before the first batch. */
    public void unknownOrigin(Origin unknown) {
        unknownOrigin = unknown;
    }

    /** Sets the counters of all sources. The first of them counts until {@link #from}. Call this before the first batch. */
    public void sources(List<EventCounters> sources) {
        counters = sources.get(0);
        all = List.copyOf(sources);
    }

    /** Sets the counters of the source that the events from now on are from. Only the ingest thread calls this. */
    public void from(EventCounters source) {
        counters = source;
    }

    /**
     * Polls the source once and processes the events.
     *
     * @param sink this pipeline, or a sink that forwards to it
     * @param nowNanos wall-clock time, in nanoseconds since 1970-01-01 UTC
     * @return the result of {@link EventSource#poll}
     * @throws SourceException if the source failed
     */
    public int runBatch(EventSource source, EventSink sink, long nowNanos) throws SourceException {
        this.nowNanos = nowNanos;
        renew(inventory.snapshot());
        namespaces.batch(nowNanos);
        long before = published();
        int events = source.poll(sink, POLL_MILLIS);
        if (events == EventSource.ENDED) {
            losses.flush();
        } else {
            losses.tick(nowNanos);
        }
        errors.endBatch(System.nanoTime());
        if (published() != before) {
            ring.signal();
        }
        return events;
    }

    @Override
    public void event(int kind, int origin, int cpu, long timeNanos, EventBytes bytes) {
        int type = messageType(kind, bytes);
        counters.countReceived(type, timeNanos);
        eventNanos = timeNanos;
        Malformed reason;
        try {
            reason = accept(kind, type, Origin.of(origin, unknownOrigin), cpu, bytes);
        } catch (RuntimeException | Error e) {
            // A bug that hostile bytes may trigger. It must not cost more than this event.
            errors.add(e);
            reason = Malformed.INTERNAL;
        }
        if (reason != null) {
            counters.countRejected(reason);
        }
    }

    @Override
    public void lost(int lostSource, int cpu, long count, long firstNanos, long lastNanos) {
        long before = counters.latestNanos() != 0 ? counters.latestNanos() : nowNanos;
        long last = lastNanos != 0 ? lastNanos : Math.max(firstNanos, before);
        int known = (firstNanos != 0 ? LossNote.FIRST_KNOWN : 0) | (lastNanos != 0 ? LossNote.LAST_KNOWN : 0);
        LossNote loss = new LossNote(lostSource, cpu, count, firstNanos != 0 ? firstNanos : last, last, known);
        counters.countLost(loss);
        losses.add(loss);
    }

    /** Returns the counters of the source, or the present sums of several sources' counters. */
    public EventCounters counters() {
        List<EventCounters> sources = all;
        return sources.size() == 1 ? sources.get(0) : EventCounters.sumOf(sources);
    }

    /** Returns the exceptions that events caused. */
    public EventErrors errors() {
        return errors;
    }

    /** Returns a number that changes when there is something new for the readers. */
    private long published() {
        return ring.written() + notices.written() + losses.end();
    }

    private void renew(Snapshot latest) {
        if (latest != snapshot) {
            snapshot = latest;
            namespaces.renew();
            listener.renewEndpoints();
        }
    }

    private @Nullable Malformed accept(int kind, int type, Origin origin, int cpu, EventBytes bytes) {
        if (SampleKind.isJson(kind) && bytes.length() > JsonRecordReader.MAX_LENGTH) {
            return Malformed.TOO_LONG;
        }
        return kind == SampleKind.AGENT || (kind == SampleKind.PERF && type == MessageType.DEBUG)
                ? notice(kind, origin, cpu, bytes)
                : flow(kind, origin, bytes);
    }

    private @Nullable Malformed flow(int kind, Origin origin, EventBytes bytes) {
        FlowWriter row = ring.claim();
        Malformed reason = decode(kind, origin, bytes, row);
        if (reason != null) {
            return reason;
        }
        row.timeNanos(eventNanos);
        if (!attribution.apply(snapshot, row)) {
            counters.countSkipped();
            return null;
        }
        FlowView flow = row.view();
        namespaces.flow(flow);
        listener.flow(flow);
        ring.publish();
        counters.countFlow(isAttributed(flow));
        return null;
    }

    private @Nullable Malformed notice(int kind, Origin origin, int cpu, EventBytes bytes) {
        Malformed reason = kind == SampleKind.AGENT
                ? notices.agent(eventNanos, bytes)
                : notices.debug(eventNanos, cpu, bytes, origin.generation(), snapshot);
        if (reason == null) {
            counters.countNotice();
        }
        return reason;
    }

    private @Nullable Malformed decode(int kind, Origin origin, EventBytes bytes, FlowWriter row) {
        return switch (kind) {
            case SampleKind.PERF -> decoder.decode(bytes, origin, row);
            case SampleKind.ACCESS_LOG -> decoder.decodeAccessLog(bytes, origin, row);
            // A valid record of lost events is reported through lost(); a record that gets here is malformed.
            case SampleKind.LOST -> Malformed.LOSS_NOTE;
            default -> Malformed.UNKNOWN_TYPE;
        };
    }

    /** Returns whether an identity or an endpoint id of either side is known. Identity 0 means unknown. */
    private static boolean isAttributed(FlowView flow) {
        return (flow.sourceIdentity()
                        | flow.destinationIdentity()
                        | flow.sourceEndpointId()
                        | flow.destinationEndpointId())
                != 0;
    }

    /** Returns the message type of a sample, or 0 if it has none. 0 is not a message type. */
    private static int messageType(int kind, EventBytes bytes) {
        return switch (kind) {
            case SampleKind.PERF -> bytes.length() == 0 ? 0 : bytes.u8(0);
            case SampleKind.ACCESS_LOG -> MessageType.ACCESS_LOG;
            case SampleKind.AGENT -> MessageType.AGENT;
            default -> 0;
        };
    }
}
