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
import io.flowobserver.proto.status.Reader;
import io.flowobserver.proto.status.Readers;
import io.flowobserver.proto.status.Ring;
import io.flowobserver.reader.EpochClock;
import io.flowobserver.reader.FlowsRate;
import io.flowobserver.reader.registry.ReaderStatus;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.ring.LossNote;
import io.flowobserver.ring.RingReader;
import io.flowobserver.serve.stream.FlowSource;
import java.io.IOException;

/** The status of this node: what rings and readers know of it, and its JSON. Any thread. */
public final class NodeStatusPage {
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().preservingProtoFieldNames().alwaysPrintFieldsWithNoPresence();

    private static final int LISTED_READERS = 32;

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

    /** Adds what rings and readers know. */
    public void fill(NodeStatus.Builder status) {
        FlowRing ring = source.ring();
        status.setUptimeNs(System.nanoTime() - startNanos)
                .setFlows(
                        Flows.newBuilder().setSeen(ring.written()).setPerSecond(FlowsRate.of(ring, EpochClock.nanos())))
                .setRing(ring(ring))
                .setLost(Lost.newBuilder()
                        .setPerfRing(source.ledger().total(LossNote.PERF_RING))
                        .setEventsQueue(source.ledger().total(LossNote.EVENTS_QUEUE))
                        .setFlowRing(source.readers().skipped()))
                .setReaders(readers());
    }

    private Readers.Builder readers() {
        var open = source.readers();
        Readers.Builder status = Readers.newBuilder().setOpen(open.size()).setLapped(open.lapped());
        open.farthestBehind(LISTED_READERS).forEach(reader -> status.addFarthestBehind(reader(reader)));
        return status;
    }

    private static Reader.Builder reader(ReaderStatus reader) {
        return Reader.newBuilder()
                .setKind(reader.identity().kind().label())
                .setClient(reader.identity().client())
                .setOpened(Timestamps.fromMillis(reader.openedMillis()))
                .setPosition(reader.position())
                .setLag(reader.lag())
                .setDelivered(reader.delivered())
                .setMissed(reader.missed());
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
