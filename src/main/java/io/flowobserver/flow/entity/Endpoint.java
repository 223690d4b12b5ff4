// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import io.flowobserver.flow.wire.Wire;
import io.flowobserver.flow.wire.WireMessage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one side of a flow, apart from the numbers: those (endpoint id and security identity) are columns of
 * the row, because the datapath may report another identity than the one on record. Immutable, apart from what the
 * ingest thread keeps beside it; shared by all rows of the same peer, and encoded once.
 */
public final class Endpoint {
    // Both are there before the endpoint that is made first.
    private static final long[] NOTHING = {};
    private static final Set<String> WORLD = Set.of("reserved:world", "reserved:world-ipv4", "reserved:world-ipv6");

    /** Nothing known. */
    public static final Endpoint UNKNOWN = new Endpoint(PodName.NONE, "", List.of(), List.of());

    private static final int NAMESPACE_FIELD = 3;
    private static final int LABELS_FIELD = 4;
    private static final int POD_NAME_FIELD = 5;
    private static final int WORKLOADS_FIELD = 6;
    private static final int CLUSTER_NAME_FIELD = 7;

    private final PodName pod;
    private final String clusterName;
    private final List<String> labels;
    private final List<Workload> workloads;
    private final boolean world;
    private final byte[] encoded;
    private long[] kept = NOTHING;
    private @Nullable Object mark;

    /**
     * @param labels as text, {@code source:key=value}, in the order in which they are shown
     */
    public Endpoint(PodName pod, String clusterName, List<String> labels, List<Workload> workloads) {
        this.pod = pod;
        this.clusterName = clusterName;
        this.labels = List.copyOf(labels);
        this.workloads = List.copyOf(workloads);
        this.world = !Collections.disjoint(this.labels, WORLD);
        this.encoded = WireMessage.of(this::writeTo);
    }

    /** Both names of the pod, {@link PodName#NONE} if it is none. */
    public PodName pod() {
        return pod;
    }

    public String namespace() {
        return pod.namespace();
    }

    public String podName() {
        return pod.name();
    }

    public String clusterName() {
        return clusterName;
    }

    public List<String> labels() {
        return labels;
    }

    public List<Workload> workloads() {
        return workloads;
    }

    /** Whether it is outside of the cluster, by its labels. */
    public boolean isWorld() {
        return world;
    }

    /** What the ingest thread keeps in a place beside this endpoint, 0 if nothing. For that thread alone. */
    public long kept(int place) {
        return place < kept.length ? kept[place] : 0;
    }

    /** Keeps a number in one of the first few places. For the ingest thread alone. */
    public void keep(int place, long number) {
        if (place >= kept.length) {
            kept = Arrays.copyOf(kept, place + 1);
        }
        kept[place] = number;
    }

    /** Puts a mark in the place of the last one; false if it is the same. For the ingest thread alone. */
    public boolean mark(Object next) {
        boolean changed = mark != next;
        if (changed) {
            mark = next;
        }
        return changed;
    }

    /** The body of {@code flow.Endpoint} with these numbers (unsigned), in a new array. */
    public byte[] encoded(int id, int identity) {
        byte[] out = new byte[encoded.length + 2 * Wire.MAX_VARINT];
        int at = Wire.unsigned(out, 0, 1, id);
        at = Wire.unsigned(out, at, 2, identity);
        return Arrays.copyOf(out, Wire.copy(out, at, encoded));
    }

    /** The fields of {@code flow.Endpoint} but {@code ID} and {@code identity}; callers must not change it. */
    public byte[] encoded() {
        return encoded;
    }

    private void writeTo(WireMessage message) {
        message.text(NAMESPACE_FIELD, pod.namespace());
        message.texts(LABELS_FIELD, labels);
        message.text(POD_NAME_FIELD, pod.name());
        for (Workload workload : workloads) {
            message.pair(WORKLOADS_FIELD, workload.name(), workload.kind());
        }
        message.text(CLUSTER_NAME_FIELD, clusterName);
    }
}
