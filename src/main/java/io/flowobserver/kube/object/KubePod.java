// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.object;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod.
 *
 * @param node on which it is; empty if it is on none yet
 * @param hostNetwork whether its addresses are the node's
 * @param deletion when it will be gone at the latest, in seconds since 1970; 0 if nobody deletes it
 * @param created in seconds since 1970; 0 if unknown
 * @param addresses as texts; none before it runs
 * @param generateName prefix of a generated name; empty for a fixed one
 * @param controller null if it has none
 * @param ports those of its containers that have a name
 */
public record KubePod(
        String uid,
        String name,
        String namespace,
        LabelSet labels,
        String node,
        boolean hostNetwork,
        Phase phase,
        long deletion,
        long created,
        List<String> addresses,
        String generateName,
        @Nullable Owner controller,
        List<NamedPort> ports)
        implements KubeObject {
    /** How far a pod's life is. */
    public enum Phase {
        UNKNOWN,
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED;

        /** Unknown if a later version of Kubernetes has it. */
        public static Phase of(String text) {
            return switch (text) {
                case "Pending" -> PENDING;
                case "Running" -> RUNNING;
                case "Succeeded" -> SUCCEEDED;
                case "Failed" -> FAILED;
                default -> UNKNOWN;
            };
        }

        /** Whether all its containers have ended for good. */
        public boolean isOver() {
            return this == SUCCEEDED || this == FAILED;
        }
    }

    /**
     * A port of a container, or of a service.
     *
     * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}
     */
    public record NamedPort(String name, String protocol, int port) {}
}
