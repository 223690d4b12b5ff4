// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.proto.status.Flows;
import io.flowobserver.proto.status.Lost;
import io.flowobserver.proto.status.NodeStatus;
import io.flowobserver.proto.status.Readers;
import io.flowobserver.proto.status.Ring;
import io.flowobserver.reader.EpochClock;
import io.flowobserver.reader.FlowsRate;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.LossNote;
import io.flowobserver.ring.RingReader;
import io.flowobserver.serve.stream.FlowSource;
import java.io.IOException;

/** The status of this node: what rings and streams know of it, and its JSON. Any thread. */
public final class NodeStatusPage {
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().preservingProtoFieldNames().alwaysPrintFieldsWithNoPresence();

    private final FlowSource source;
    private final long startNanos = System.nanoTime();

    public NodeStatusPage(FlowSource source) {
        this.source = source;
    }

    /** The status as JSON. */
    public static HttpPage of(NodeStatus status) {
        try {
            return new HttpPage(200, HttpPage.JSON, (PRINTER.print(status) + "\n").getBytes(UTF_8));
        } catch (IOException impossible) {
            throw new IllegalStateException("a status without Any has a JSON form", impossible);
        }
    }

    /** Adds what rings and streams know. */
    public void fill(NodeStatus.Builder status) {
        FlowRing ring = source.ring();
        var readers = source.readers();
        status.setUptimeNs(System.nanoTime() - startNanos)
                .setFlows(
                        Flows.newBuilder().setSeen(ring.written()).setPerSecond(FlowsRate.of(ring, EpochClock.nanos())))
                .setRing(ring(ring))
                .setLost(Lost.newBuilder()
                        .setPerfRing(source.ledger().total(LossNote.PERF_RING))
                        .setEventsQueue(source.ledger().total(LossNote.EVENTS_QUEUE))
                        .setFlowRing(readers.skipped()))
                .setReaders(Readers.newBuilder().setOpen(readers.size()).setLapped(readers.lapped()));
    }

    private static Ring.Builder ring(FlowRing ring) {
        Ring.Builder status =
                Ring.newBuilder().setCapacityFlows(ring.capacity()).setUsedFlows(ring.size());
        FlowView oldest = new FlowView();
        RingReader reader = ring.reader();
        RingReader.Result result = reader.read(oldest);
        if (result == RingReader.Result.LAPPED) {
            result = reader.read(oldest);
        }
        if (result == RingReader.Result.OK) {
            status.setOldest(Timestamps.fromNanos(oldest.timeNanos()));
        }
        return status;
    }
}
