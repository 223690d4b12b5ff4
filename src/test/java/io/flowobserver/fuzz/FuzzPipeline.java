// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.decode.l7.Redaction;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.AttributionOptions;
import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.event.Malformed;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.entity.Notice;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.pipeline.EventCounters;
import io.flowobserver.pipeline.Pipeline;
import io.flowobserver.proto.flow.AgentEvent;
import io.flowobserver.proto.flow.DebugEvent;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.ring.LossLedger;
import io.flowobserver.ring.NoticeReader;
import io.flowobserver.ring.RingReader;
import io.flowobserver.ring.Rings;
import java.util.ArrayList;
import java.util.List;

/** A whole pipeline, and what came out of it since one looked last. */
final class FuzzPipeline {
    private static final int RING_FLOWS = 63;
    private static final int IP_OPTION = 136;

    final Pipeline pipeline;

    private final Rings rings = Rings.ofFlows(RING_FLOWS);
    private final LossLedger losses = rings.losses();
    private final RingReader reader = rings.flows().reader();
    private final NoticeReader agent = new NoticeReader(rings.agent());
    private final NoticeReader debug = new NoticeReader(rings.debug());
    private final FlowView view = new FlowView();
    private final FlowEncoder encoder = new FlowEncoder(new FlowUuid());
    private final long[] malformed = new long[Malformed.values().length];
    private long skipped;
    private long notDecoded;
    private long notes;

    FuzzPipeline(Inventory inventory) {
        pipeline = new Pipeline(
                inventory,
                rings,
                new Decoder(new DecoderOptions(IP_OPTION, Redaction.DEFAULT)),
                new Attribution(AttributionOptions.DEFAULT));
    }

    /** Reasons, flows without their uuids, agent and debug events, and loss notes, in this order. */
    List<Object> outcome() {
        List<Object> outcome = new ArrayList<>();
        addCounted(outcome);
        addFlows(outcome);
        addNotices(outcome, agent, AgentEvent.parser());
        addNotices(outcome, debug, DebugEvent.parser());
        losses.flush();
        while (notes < losses.end()) {
            outcome.add(losses.note(notes++));
        }
        return outcome;
    }

    /** Passes over what has come out so far. */
    void skip() {
        addCounted(new ArrayList<>());
        reader.seek(rings.flows().written());
        agent.seek(rings.agent().written());
        debug.seek(rings.debug().written());
        losses.flush();
        notes = losses.end();
    }

    private void addCounted(List<Object> outcome) {
        EventCounters counters = pipeline.counters();
        if (counters.received()
                != counters.flows()
                        + counters.notices()
                        + counters.malformed()
                        + counters.skipped()
                        + counters.notDecoded()) {
            throw new AssertionError("an event is counted twice or not at all");
        }
        if (counters.malformed(Malformed.INTERNAL) > 0) {
            throw new AssertionError("an event caused an exception; the log has its stack trace");
        }
        for (Malformed reason : Malformed.values()) {
            long count = counters.malformed(reason);
            if (count != malformed[reason.ordinal()]) {
                outcome.add(reason.reason() + " " + (count - malformed[reason.ordinal()]));
                malformed[reason.ordinal()] = count;
            }
        }
        if (counters.skipped() != skipped) {
            outcome.add("skipped " + (counters.skipped() - skipped));
            skipped = counters.skipped();
        }
        if (counters.notDecoded() != notDecoded) {
            outcome.add("not decoded " + (counters.notDecoded() - notDecoded));
            notDecoded = counters.notDecoded();
        }
    }

    private void addFlows(List<Object> outcome) {
        for (RingReader.Result result = reader.read(view);
                result != RingReader.Result.EMPTY;
                result = reader.read(view)) {
            outcome.add(result == RingReader.Result.OK ? flow() : "more flows: " + reader.lost());
        }
    }

    private static void addNotices(List<Object> outcome, NoticeReader notices, Parser<? extends Message> parser) {
        for (Notice notice = notices.next(); notice != null; notice = notices.next()) {
            try {
                Message event = parser.parseFrom(notice.encoded());
                if (!event.getUnknownFields().asMap().isEmpty()) {
                    throw new AssertionError("an event has fields that no event has: " + event);
                }
                outcome.add(event);
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError("an event cannot be parsed", e);
            }
        }
    }

    private Flow flow() {
        byte[] out = new byte[FlowEncoder.maxLength(view)];
        int end = encoder.encode(view, out, 0);
        try {
            Flow flow = Flow.parser().parseFrom(out, 0, end);
            if (!flow.getUnknownFields().asMap().isEmpty()) {
                throw new AssertionError("a flow has fields that no flow has: " + flow);
            }
            return flow.toBuilder().clearUuid().build();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("a flow cannot be parsed", e);
        }
    }
}
