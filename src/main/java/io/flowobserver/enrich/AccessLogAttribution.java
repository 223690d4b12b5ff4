// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

import io.flowobserver.enrich.snapshot.AddressOwner;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.Workload;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.FlowWriter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attribution of access log flows. Ids, identities and labels come from the log record. The address adds the pod, the
 * workload, DNS names and the service. Only the ingest thread uses this class.
 */
final class AccessLogAttribution {
    /** Maximum number of cached endpoints. The cache lets the flows of one peer share one endpoint object. */
    static final int CAPACITY = 1024;
    /** Endpoints with longer labels are not cached, because the size of the labels depends on external input. */
    static final int MOST_LABEL_CHARS = 4096;

    /** A hash table of fixed size. It never grows, because growing would delay one event. */
    private final @Nullable Endpoint[] completed = new Endpoint[2 * CAPACITY];

    private int size;

    void apply(Snapshot snapshot, FlowWriter row) {
        FlowView flow = row.view();
        AddressOwner source = Attribution.source(snapshot, flow, flow.flags());
        AddressOwner destination = Attribution.destination(snapshot, flow, flow.flags());
        row.source(complete(flow.source(), source));
        row.destination(complete(flow.destination(), destination));
        if (source.has(AddressOwner.HAS_SERVICES)) {
            row.sourceService(snapshot.service(source, flow.sourcePort()));
        }
        if (destination.has(AddressOwner.HAS_SERVICES)) {
            row.destinationService(snapshot.service(destination, flow.destinationPort()));
        }
        if (source.has(AddressOwner.HAS_NAMES)) {
            row.sourceNames(snapshot.names(source, flow.destinationEndpointId()));
        }
        if (destination.has(AddressOwner.HAS_NAMES)) {
            row.destinationNames(snapshot.names(destination, flow.sourceEndpointId()));
        }
    }

    private Endpoint complete(@Nullable Endpoint told, AddressOwner peer) {
        Endpoint endpoint = told == null ? Endpoint.UNKNOWN : told;
        List<Workload> workloads =
                peer.endpointId() == 0 ? List.of() : peer.endpoint().workloads();
        int place = place(endpoint, peer.pod(), workloads);
        Endpoint kept = completed[place];
        if (kept != null) {
            return kept;
        }
        boolean complete = peer.pod().equals(PodName.NONE) && workloads.isEmpty();
        Endpoint made =
                complete ? endpoint : new Endpoint(peer.pod(), endpoint.clusterName(), endpoint.labels(), workloads);
        if (labelChars(made) <= MOST_LABEL_CHARS) {
            keep(made, place);
        }
        return made;
    }

    /** Returns the index of the cached endpoint with these attributes, or the free index at which it belongs. */
    private int place(Endpoint told, PodName pod, List<Workload> workloads) {
        int hash = 31 * (31 * told.clusterName().hashCode() + told.labels().hashCode()) + pod.hashCode();
        int place = (hash ^ hash >>> 16) & completed.length - 1;
        for (Endpoint there = completed[place]; there != null; there = completed[place]) {
            if (there.pod().equals(pod)
                    && there.workloads().equals(workloads)
                    && there.clusterName().equals(told.clusterName())
                    && there.labels().equals(told.labels())) {
                return place;
            }
            place = place + 1 & completed.length - 1;
        }
        return place;
    }

    private void keep(Endpoint made, int place) {
        if (size == CAPACITY) {
            Arrays.fill(completed, null);
            size = 0;
        }
        completed[place] = made;
        size++;
    }

    private static int labelChars(Endpoint endpoint) {
        int chars = 0;
        for (String label : endpoint.labels()) {
            chars += label.length();
        }
        return chars;
    }
}
