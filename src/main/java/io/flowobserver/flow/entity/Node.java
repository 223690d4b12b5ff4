// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

import io.flowobserver.flow.wire.Encodings;
import io.flowobserver.flow.wire.Wire;
import java.util.List;

/**
 * The node on which flows are observed and the software that reports them. Immutable, encoded once.
 *
 * <p>The name is absolute: {@code cluster/node}, or only {@code node} if the cluster has no name or is {@code default}.
 */
public final class Node {
    private static final int NODE_LABELS_FIELD = 37;

    private final String name;
    private final List<String> labels;
    private final byte[] nameUtf8;
    private final byte[] encodedLabels;
    private final byte[] encodedEmitter;

    /**
     * @param labels as {@code key=value}, sorted
     */
    public Node(String name, List<String> labels, Emitter emitter) {
        this.name = name;
        this.labels = List.copyOf(labels);
        this.nameUtf8 = Wire.utf8(name);
        this.encodedLabels = Wire.texts(NODE_LABELS_FIELD, this.labels);
        this.encodedEmitter = Encodings.twoTexts(emitter.name(), emitter.version());
    }

    /** The absolute name for a cluster (may be empty) and a node. */
    public static String absoluteName(String cluster, String node) {
        return cluster.isEmpty() || cluster.equals("default") ? node : cluster + "/" + node;
    }

    public String name() {
        return name;
    }

    public List<String> labels() {
        return labels;
    }

    public int encodedLength() {
        return nameUtf8.length + encodedLabels.length + encodedEmitter.length;
    }

    /** The name in UTF-8; not to be changed. */
    public byte[] nameUtf8() {
        return nameUtf8;
    }

    public byte[] encodedLabels() {
        return encodedLabels;
    }

    public byte[] encodedEmitter() {
        return encodedEmitter;
    }

    /** The program that produced a flow. */
    public record Emitter(String name, String version) {}
}
