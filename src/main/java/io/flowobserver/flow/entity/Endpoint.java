// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import io.flowobserver.flow.wire.Wire;
import io.flowobserver.flow.wire.WireMessage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Attributes of one side of a flow, such as pod, labels and workloads. The endpoint id and the security identity are
 * not part of it: they are columns of the row, because the datapath may report another identity than the inventory has.
 *
 * <p>Immutable, encoded once, and shared by all rows of the same peer. Whoever remembers something of an endpoint keeps
 * it under the endpoint's {@link #serial} number.
 */
public final class Endpoint {
    // These two come before UNKNOWN, whose constructor uses them.
    private static final AtomicLong CREATED = new AtomicLong();
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
    private final long serial = CREATED.incrementAndGet();

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
     * Returns the serial number of this object, from 1. No other endpoint of this process has it, not even one with the
     * same attributes.
     */
    public long serial() {
        return serial;
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
