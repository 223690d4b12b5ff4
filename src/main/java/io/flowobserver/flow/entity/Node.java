// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import io.flowobserver.flow.wire.Encodings;
import io.flowobserver.flow.wire.Wire;
import java.util.List;

/**
 * The node on which flows are observed, and the program that reports them. Immutable, encoded once.
 *
 * <p>The node name is absolute: {@code cluster/node}, or only {@code node} if the cluster name is empty or
 * {@code default}.
 */
public final class Node {
    private static final int NODE_LABELS_FIELD = 37;

    private final String name;
    private final List<String> labels;
    private final byte[] nameUtf8;
    private final byte[] encodedLabels;
    private final byte[] encodedEmitter;

    /**
     * Creates a node.
     *
     * @param labels text of the form {@code key=value}, sorted
     */
    public Node(String name, List<String> labels, Emitter emitter) {
        this.name = name;
        this.labels = List.copyOf(labels);
        this.nameUtf8 = Wire.utf8(name);
        this.encodedLabels = Wire.texts(NODE_LABELS_FIELD, this.labels);
        this.encodedEmitter = Encodings.twoTexts(emitter.name(), emitter.version());
    }

    /** Returns the absolute name of a node. The cluster name may be empty. */
    public static String absoluteName(String cluster, String node) {
        return cluster.isEmpty() || cluster.equals("default") ? node : cluster + "/" + node;
    }

    public String name() {
        return name;
    }

    public List<String> labels() {
        return labels;
    }

    /** Returns the total length in bytes of the encoded name, labels and emitter. */
    public int encodedLength() {
        return nameUtf8.length + encodedLabels.length + encodedEmitter.length;
    }

    /** Returns the name in UTF-8. Callers must not change the array. */
    public byte[] nameUtf8() {
        return nameUtf8;
    }

    /** Returns the encoded field {@code node_labels} of {@code flow.Flow}. Callers must not change the array. */
    public byte[] encodedLabels() {
        return encodedLabels;
    }

    /** Returns the body of {@code flow.Emitter}. Callers must not change the array. */
    public byte[] encodedEmitter() {
        return encodedEmitter;
    }

    /** The name and version of the program that reports a flow. */
    public record Emitter(String name, String version) {}
}
