// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.node;

import com.google.protobuf.util.Timestamps;
import io.flowobserver.proto.node.Flows;
import io.flowobserver.proto.node.NodeStatus;
import io.flowobserver.proto.node.Reader;
import io.flowobserver.proto.node.Readers;
import io.flowobserver.proto.node.ReadersOfKind;
import io.flowobserver.proto.node.Ring;
import io.flowobserver.reader.EpochClock;
import io.flowobserver.reader.FlowsRate;
import io.flowobserver.reader.HeldTimes;
import io.flowobserver.reader.registry.ReaderKind;
import io.flowobserver.reader.registry.ReaderStatus;
import io.flowobserver.ring.FlowRing;
import io.flowobserver.serve.stream.FlowSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The status of this node, for whoever asks by gRPC or HTTP. Any thread. */
public final class NodeReport {
    private static final int LISTED_READERS = 32;

    private final FlowSource source;
    private final String node;
    private final String version;
    private final List<Consumer<NodeStatus.Builder>> parts = new CopyOnWriteArrayList<>();
    private final long startNanos = System.nanoTime();
    private final long startMillis = System.currentTimeMillis();

    /**
     * @param node its name, with the cluster if there is one
     * @param version semantic version, without a leading v
     */
    public NodeReport(FlowSource source, String node, String version) {
        this.source = source;
        this.node = node;
        this.version = version;
    }

    /** Adds somebody who fills in what only they know. Called on event loops, so it must not wait. */
    public void add(Consumer<NodeStatus.Builder> part) {
        parts.add(part);
    }

    /** Returns the status at this moment. */
    public NodeStatus status() {
        FlowRing ring = source.ring();
        NodeStatus.Builder status = NodeStatus.newBuilder()
                .setVersion(version)
                .setNode(node)
                .setStarted(Timestamps.fromMillis(startMillis))
                .setUptimeNs(System.nanoTime() - startNanos)
                .setFlows(
                        Flows.newBuilder().setSeen(ring.written()).setPerSecond(FlowsRate.of(ring, EpochClock.nanos())))
                .setRing(ring(ring))
                .setReaders(readers());
        parts.forEach(part -> part.accept(status));
        return status.addAllLosses(Losses.of(source, status.getSourcesList())).build();
    }

    private Readers.Builder readers() {
        var open = source.readers();
        Readers.Builder status = Readers.newBuilder().setOpen(open.size()).setLapped(open.lapped());
        open.farthestBehind(LISTED_READERS).forEach(reader -> status.addFarthestBehind(reader(reader)));
        for (ReaderKind kind : ReaderKind.values()) {
            status.addKinds(ReadersOfKind.newBuilder()
                    .setKind(kind.label())
                    .setOpen(open.size(kind))
                    .setGreatestLag(open.maxLag(kind)));
        }
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
        HeldTimes.oldest(ring).ifPresent(nanos -> status.setOldest(Timestamps.fromNanos(nanos)));
        HeldTimes.newest(ring).ifPresent(nanos -> status.setNewest(Timestamps.fromNanos(nanos)));
        return status;
    }
}
