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
 * Attributes of one side of a flow, such as pod, labels and workloads. The endpoint id and the security identity are
 * not part of it: they are columns of the row, because the datapath may report another identity than the inventory has.
 *
 * <p>The attributes are immutable, are encoded once, and are shared by all rows of the same peer. In addition, the
 * ingest thread stores some values of its own in the object: see {@link #keep} and {@link #mark}.
 */
public final class Endpoint {
    // These two come before UNKNOWN, whose constructor uses them.
    private static final long[] NOTHING = {};
    private static final Set<String> WORLD = Set.of("reserved:world", "reserved:world-ipv4", "reserved:world-ipv6");

    /** An endpoint without any known attribute. */
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
     * Creates an endpoint.
     *
     * @param labels text of the form {@code source:key=value}, in display order
     */
    public Endpoint(PodName pod, String clusterName, List<String> labels, List<Workload> workloads) {
        this.pod = pod;
        this.clusterName = clusterName;
        this.labels = List.copyOf(labels);
        this.workloads = List.copyOf(workloads);
        this.world = !Collections.disjoint(this.labels, WORLD);
        this.encoded = WireMessage.of(this::writeTo);
    }

    /** Returns the namespace and name of the pod; {@link PodName#NONE} if the endpoint is not a pod. */
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

    /** Returns whether the labels say that the endpoint is outside the cluster. */
    public boolean isWorld() {
        return world;
    }

    /**
     * Returns the number that the ingest thread stored at an index, or 0 if there is none. Only the ingest thread calls
     * this.
     */
    public long kept(int place) {
        return place < kept.length ? kept[place] : 0;
    }

    /** Stores a number at a small index. Only the ingest thread calls this. */
    public void keep(int place, long number) {
        if (place >= kept.length) {
            kept = Arrays.copyOf(kept, place + 1);
        }
        kept[place] = number;
    }

    /**
     * Replaces the stored mark, and returns whether the new mark is another object. Only the ingest thread calls this.
     */
    public boolean mark(Object next) {
        boolean changed = mark != next;
        if (changed) {
            mark = next;
        }
        return changed;
    }

    /** Returns a new array with the body of a {@code flow.Endpoint} that has the given unsigned numbers. */
    public byte[] encoded(int id, int identity) {
        byte[] out = new byte[encoded.length + 2 * Wire.MAX_VARINT];
        int at = Wire.unsigned(out, 0, 1, id);
        at = Wire.unsigned(out, at, 2, identity);
        return Arrays.copyOf(out, Wire.copy(out, at, encoded));
    }

    /**
     * Returns the encoded fields of {@code flow.Endpoint}, without {@code ID} and {@code identity}. Callers must not
     * change the array.
     */
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
