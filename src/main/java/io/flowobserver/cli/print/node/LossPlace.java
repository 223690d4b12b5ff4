// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.print.node;

/** The places where something can be lost, by the names that a server gives them: what was lost, and what helps. */
public final class LossPlace {
    private LossPlace() {}

    /** Returns what was lost there; of an unknown place its name. */
    public static String text(String place) {
        return switch (place) {
            case "PERF_EVENT_RING_BUFFER" -> "events in full rings of the kernel";
            case "OBSERVER_EVENTS_QUEUE" -> "events at the full queue of a source";
            case "HUBBLE_RING_BUFFER" -> "flows that readers were too slow for";
            case "MALFORMED_EVENT" -> "events that could not be read";
            case "UNKNOWN_EVENT_TYPE" -> "events of a type that the server does not know";
            case "UNKNOWN_CGROUP" -> "socket events of processes in no known pod";
            default -> "events at " + place;
        };
    }

    /** Returns what helps; empty if that is not known. */
    public static String remedy(String place) {
        return switch (place) {
            case "PERF_EVENT_RING_BUFFER" -> "raise --perf-ring-pages, or observe fewer devices by --interfaces";
            case "OBSERVER_EVENTS_QUEUE" -> "raise --source-queue-bytes";
            case "HUBBLE_RING_BUFFER" -> "raise --max-flows, or ask for less by filters";
            case "MALFORMED_EVENT" -> "observer_events_malformed_total in /metrics tells the reasons";
            case "UNKNOWN_EVENT_TYPE" -> "a newer observer may know them";
            case "UNKNOWN_CGROUP" -> "list the pods' cgroups in the file of --inventory";
            default -> "";
        };
    }
}
