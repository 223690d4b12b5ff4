// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.flowobserver.flow.FlowListener;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.flow.row.Generation;
import io.flowobserver.metrics.context.EndpointLabels;
import io.flowobserver.metrics.handler.FlowCounter;
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
 * All configured flow metrics. Only the ingest thread passes flows to it. Counting allocates nothing for a flow whose
 * labels were seen before. One thread at a time may change the configuration meanwhile.
 */
public final class FlowMetrics implements FlowListener {

    private final FlowCounters counters;
    private final Generation generation;
    private final AtomicReference<@Nullable Set<String>> gone = new AtomicReference<>();
    private volatile ActiveMetrics active = new ActiveMetrics(List.of());

    /**
     * Creates an instance without metrics.
     *
     * @param budget the limit for the series of a family, with the overflow series. The series of a histogram count
     *     each.
     * @param generation decides which metrics and filters exist, and how their options are written, where releases of
     *     Cilium contradict each other
     */
    public FlowMetrics(int budget, Generation generation) {
        this.counters = new FlowCounters(budget, generation);
        this.generation = generation;
    }

    /** Creates an instance without metrics, by the rules of {@link Generation#FOR_CLIENTS}. */
    public FlowMetrics(int budget) {
        this(budget, Generation.FOR_CLIENTS);
    }

    /** Creates the metrics of the {@code --metric} flags, by the rules of {@link Generation#FOR_CLIENTS}. */
    public static FlowMetrics of(List<String> texts, int budget) {
        return of(texts, budget, Generation.FOR_CLIENTS);
    }

    /**
     * Creates the metrics of the {@code --metric} flags.
     *
     * @param budget the limit for the series of a family, as in the constructor
     * @param generation as in the constructor
     * @throws IllegalArgumentException with a one-line message for the operator that names the invalid part
     */
    public static FlowMetrics of(List<String> texts, int budget, Generation generation) {
        FlowMetrics metrics = new FlowMetrics(budget, generation);
        List<ActiveMetric> made = new ArrayList<>();
        for (MetricSpec spec : MetricList.parse(texts, generation)) {
            made.add(metrics.make(new MetricRequest(spec)));
        }
        metrics.active = new ActiveMetrics(made);
        return metrics;
    }

    /** Returns the names of the metrics, each with its options. */
    public List<String> described() {
        return active.list().stream().map(ActiveMetric::described).toList();
    }

    /**
     * Removes the series of these pods. Scrapes hide them at once; the ingest thread removes them with its next flow.
     * Thread-safe.
     */
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

    @Override
    public void renewEndpoints() {
        active.renewEndpoints();
    }

    /**
     * Replaces the configuration. A metric with unchanged options keeps its counts; a new or changed metric begins at
     * zero. A metric that is invalid is left out, or is kept as it was before.
     *
     * @return one warning for each invalid metric
     */
    List<String> configure(List<MetricRequest> requests) {
        ActiveMetrics before = active;
        List<String> warnings = new ArrayList<>();
        List<ActiveMetric> made = new ArrayList<>();
        for (MetricRequest request : requests) {
            Optional<ActiveMetric> known = before.find(request.spec().name());
            try {
                if (known.isPresent() && known.get().spec().equals(request.spec())) {
                    made.add(active(request, known.get().counter()));
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
        // The empty set names no pod, but the ingest thread then also removes the context values of the metrics that
        // are gone.
        gone.accumulateAndGet(Set.of(), FlowMetrics::union);
        return warnings;
    }

    /** Returns the series of all metrics. Two of them can have the same name. */
    public List<Series> series() {
        List<Series> all = new ArrayList<>();
        active.list().forEach(metric -> all.addAll(metric.counter().series()));
        return all;
    }

    /** Returns how many contexts and context values are remembered. Only the ingest thread calls this. */
    int remembered() {
        return active.remembered();
    }

    /** Returns a snapshot of each family. Series that wait for removal are left out, even if no further flow comes. */
    public List<MetricSnapshot> collect() {
        // Read this first: the ingest thread removes the series before it clears this field.
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
        return active(request, counters.counter(request.spec()));
    }

    private ActiveMetric active(MetricRequest request, FlowCounter counter) {
        return new ActiveMetric(request, request.filter(generation), counter);
    }

    private static void requireOneHttp(MetricRequest request, List<MetricRequest> all, ActiveMetrics before) {
        String name = request.spec().name();
        String rival = name.equals(MetricList.HTTP)
                ? MetricList.HTTP_V2
                : name.equals(MetricList.HTTP_V2) ? MetricList.HTTP : "";
        boolean wanted = all.stream().anyMatch(other -> other.spec().name().equals(rival));
        // If both metrics are in use already, none of them is new. Changed options are then no conflict.
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
