// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.flowobserver.flow.FlowListener;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.metrics.context.EndpointLabels;
import io.flowobserver.metrics.handler.FlowCounters;
import io.flowobserver.metrics.request.MetricList;
import io.flowobserver.metrics.request.MetricRequest;
import io.flowobserver.metrics.request.MetricSpec;
import io.flowobserver.metrics.series.Series;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * All flow metrics that are asked for. Told of flows by the ingest thread alone; allocates nothing for a flow whose
 * labels were seen before. What is asked for may change meanwhile, by one thread at a time.
 */
public final class FlowMetrics implements FlowListener {
    private final FlowCounters counters;
    private final AtomicReference<@Nullable Set<String>> gone = new AtomicReference<>();
    private volatile ActiveMetrics active = new ActiveMetrics(List.of());

    /**
     * Counts nothing yet.
     *
     * @param budget series of a family at most, that for what has no room included; those of a histogram count each
     */
    public FlowMetrics(int budget) {
        this.counters = new FlowCounters(budget);
    }

    /**
     * From the texts of {@code --metric}.
     *
     * @param budget as for the constructor
     * @throws IllegalArgumentException with one line for the operator that names what is wrong
     */
    public static FlowMetrics of(List<String> texts, int budget) {
        FlowMetrics metrics = new FlowMetrics(budget);
        List<ActiveMetric> made = new ArrayList<>();
        for (MetricSpec spec : MetricList.parse(texts)) {
            made.add(metrics.make(new MetricRequest(spec)));
        }
        metrics.active = new ActiveMetrics(made);
        return metrics;
    }

    /** Names of the metrics, with what is particular about each. */
    public List<String> described() {
        return active.list().stream().map(ActiveMetric::described).toList();
    }

    /** Has the series of these pods go, at once for whoever looks. Any thread. */
    void forget(Set<PodName> pods) {
        if (pods.isEmpty()) {
            return;
        }
        Set<String> named = new HashSet<>();
        pods.forEach(pod -> named.add(EndpointLabels.qualified(pod.namespace(), pod.name())));
        gone.accumulateAndGet(named, FlowMetrics::union);
    }

    @Override
    public void flow(FlowView row) {
        ActiveMetrics now = active;
        Set<String> pods = gone.get();
        if (pods != null) {
            now.forget(pods);
            gone.compareAndSet(pods, null);
        }
        now.count(row);
    }

    /**
     * Counts from now on what these ask for. A metric whose options are as before keeps its counts; another one begins
     * at zero. One that cannot be made is left out, or stays as it was.
     *
     * @return a warning for each of those
     */
    List<String> configure(List<MetricRequest> requests) {
        ActiveMetrics before = active;
        List<String> warnings = new ArrayList<>();
        List<ActiveMetric> made = new ArrayList<>();
        for (MetricRequest request : requests) {
            Optional<ActiveMetric> known = before.find(request.spec().name());
            try {
                if (known.isPresent() && known.get().spec().equals(request.spec())) {
                    made.add(new ActiveMetric(request, known.get().counter()));
                } else {
                    requireOneHttp(request, requests, before);
                    made.add(make(request));
                }
            } catch (IllegalArgumentException e) {
                warnings.add(e.getMessage() + (known.isPresent() ? "; it stays as it was" : "; it is left out"));
                known.ifPresent(made::add);
            }
        }
        active = new ActiveMetrics(made);
        counters.retain(made.stream().map(ActiveMetric::counter).toList());
        // Nobody's, but what only metrics used that are left out goes too.
        gone.accumulateAndGet(Set.of(), FlowMetrics::union);
        return warnings;
    }

    /** All series, also of metrics that share a name. */
    public List<Series> series() {
        List<Series> all = new ArrayList<>();
        active.list().forEach(metric -> all.addAll(metric.counter().series()));
        return all;
    }

    /** How many contexts and values of them are remembered; for the ingest thread. */
    int remembered() {
        return active.remembered();
    }

    /** The families as they are now. Pods whose series are to go are not shown, even if no flow comes any more. */
    public List<MetricSnapshot> collect() {
        // In this order: the ingest thread clears the one after it has changed the other.
        Set<String> pods = gone.get();
        List<MetricSnapshot> snapshots = new ArrayList<>();
        for (ActiveMetric metric : active.list()) {
            for (Series series : metric.counter().series()) {
                snapshots.add(series.collect(pods == null ? labels -> false : metric.seriesOf(pods)));
            }
        }
        return snapshots;
    }

    private ActiveMetric make(MetricRequest request) {
        return new ActiveMetric(request, counters.counter(request.spec()));
    }

    private static void requireOneHttp(MetricRequest request, List<MetricRequest> all, ActiveMetrics before) {
        String name = request.spec().name();
        String rival = name.equals(MetricList.HTTP)
                ? MetricList.HTTP_V2
                : name.equals(MetricList.HTTP_V2) ? MetricList.HTTP : "";
        boolean wanted = all.stream().anyMatch(other -> other.spec().name().equals(rival));
        // Of two that are both being counted neither can be a newcomer, so changed options are no conflict.
        if (wanted && before.find(name).isEmpty()) {
            throw new IllegalArgumentException(
                    "metric " + name + " conflicts with metric " + rival + "; choose one of them");
        }
    }

    private static Set<String> union(@Nullable Set<String> some, Set<String> more) {
        if (some == null) {
            return more;
        }
        Set<String> all = new HashSet<>(some);
        all.addAll(more);
        return all;
    }
}
