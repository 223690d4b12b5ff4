// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import io.flowobserver.flow.Endpoint;
import io.flowobserver.flow.FlowView;
import io.flowobserver.flow.FlowWriter;
import io.flowobserver.flow.PodName;
import io.flowobserver.flow.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says of the flows of an access log what the log does not: ids, identities and labels are the record's own, but the
 * pod follows from the address, and so do workload, names and service. One thread uses it.
 */
final class AccessLogAttribution {
    /** How many completed endpoints are kept, so that the flows of one peer share one. */
    static final int CAPACITY = 1024;
    /** Endpoints with longer labels are not kept: the log comes from outside. */
    static final int MOST_LABEL_CHARS = 4096;

    private final Map<Known, Endpoint> completed = new HashMap<>();

    /** What an endpoint is made of. */
    private record Known(PodName pod, String clusterName, List<String> labels, List<Workload> workloads) {}

    void apply(Snapshot snapshot, FlowWriter row) {
        FlowView flow = row.view();
        Peer source = Attribution.source(snapshot, flow, flow.flags());
        Peer destination = Attribution.destination(snapshot, flow, flow.flags());
        row.source(complete(flow.source(), source));
        row.destination(complete(flow.destination(), destination));
        if (source.has(Peer.HAS_SERVICES)) {
            row.sourceService(snapshot.service(source, flow.sourcePort()));
        }
        if (destination.has(Peer.HAS_SERVICES)) {
            row.destinationService(snapshot.service(destination, flow.destinationPort()));
        }
        if (source.has(Peer.HAS_NAMES)) {
            row.sourceNames(snapshot.names(source, flow.destinationEndpointId()));
        }
        if (destination.has(Peer.HAS_NAMES)) {
            row.destinationNames(snapshot.names(destination, flow.sourceEndpointId()));
        }
    }

    private Endpoint complete(@Nullable Endpoint told, Peer peer) {
        Endpoint endpoint = told == null ? Endpoint.UNKNOWN : told;
        List<Workload> workloads =
                peer.endpointId() == 0 ? List.of() : peer.endpoint().workloads();
        Known known = new Known(peer.pod(), endpoint.clusterName(), endpoint.labels(), workloads);
        Endpoint kept = completed.get(known);
        if (kept != null) {
            return kept;
        }
        Endpoint made = new Endpoint(known.pod(), known.clusterName(), known.labels(), workloads);
        if (known.labels().stream().mapToInt(String::length).sum() <= MOST_LABEL_CHARS) {
            if (completed.size() == CAPACITY) {
                completed.clear();
            }
            completed.put(known, made);
        }
        return made;
    }
}
