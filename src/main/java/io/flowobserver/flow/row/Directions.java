// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.row;

/** Numbers of {@code flow.TrafficDirection}, from the point of view of the local endpoint. */
public final class Directions {
    public static final int UNKNOWN = 0;
    public static final int INGRESS = 1;
    public static final int EGRESS = 2;

    private Directions() {}

    /** Returns the direction as metrics name it: {@code ingress}, {@code egress} or {@code unknown}. */
    public static String label(int direction) {
        return switch (direction) {
            case INGRESS -> "ingress";
            case EGRESS -> "egress";
            default -> "unknown";
        };
    }
}
