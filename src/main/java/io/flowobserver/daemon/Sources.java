// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.config.SourceConfig;
import io.flowobserver.config.SourcesConfig;
import io.flowobserver.daemon.report.StartupBanner;
import io.flowobserver.pipeline.EventCounters;
import io.flowobserver.pipeline.QueuedSource;
import io.flowobserver.pipeline.SourceMerge;
import io.flowobserver.pipeline.SourceRunner;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** The configured sources, each with its runner, in the order of the configuration. */
final class Sources {
    private final SourcesConfig config;
    private final SourceContext context;
    private final List<Configured> list = new ArrayList<>();
    private final CountDownLatch failed = new CountDownLatch(1);

    /** A source as it is configured, and what runs it. */
    record Configured(SourceConfig config, SourceRunner runner) {}

    /**
     * Opens nothing yet.
     *
     * @param report gets a few lines about each source when it is opened for the first time
     */
    Sources(SourcesConfig config, SourceOpener opener, SourceContext context, StartupBanner report) {
        this.config = config;
        this.context = context;
        for (SourceConfig source : config.list()) {
            SourceReopening opening = new SourceReopening(opener, source, context, report);
            SourceRunner runner = new SourceRunner(source.name(), opening, config.retryLimit());
            runner.whenFailed(failed::countDown);
            list.add(new Configured(source, runner));
        }
    }

    List<Configured> list() {
        return List.copyOf(list);
    }

    List<SourceRunner> runners() {
        return list.stream().map(Configured::runner).toList();
    }

    List<EventCounters> counters() {
        return runners().stream().map(SourceRunner::counters).toList();
    }

    /** Returns whether each source delivers, or has delivered all that it had. */
    boolean isReady() {
        return list.stream().map(Configured::runner).allMatch(SourceRunner::isReady);
    }

    /** Waits until one of the sources has failed for good. */
    void awaitFailure() throws InterruptedException {
        failed.await();
    }

    /**
     * Opens all sources and makes one of them. A single source stays as it is: the thread that polls the result reads it
     * itself.
     *
     * @param onSwitch called by the polling thread with the counters of the source that the events from then on are from;
     *     never called for a single source
     * @throws StartException with a one-line message for the operator; then nothing is left open
     */
    EventSource open(Consumer<EventCounters> onSwitch) throws StartException {
        List<SourceRunner> opened = new ArrayList<>();
        try {
            for (SourceRunner runner : runners()) {
                runner.open();
                opened.add(runner);
            }
            return opened.size() == 1 ? opened.get(0) : merge(onSwitch);
        } catch (SourceException | StartException | RuntimeException e) {
            opened.forEach(SourceRunner::close);
            throw e instanceof StartException known ? known : new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private EventSource merge(Consumer<EventCounters> onSwitch) throws StartException {
        SourceRunner direct = null;
        List<QueuedSource> queued = new ArrayList<>();
        for (Configured source : list) {
            if (direct == null && source.config().isPolledDirectly()) {
                direct = source.runner();
            } else {
                queued.add(queued(source, "observer-source-" + queued.size()));
            }
        }
        return new SourceMerge(direct, queued, onSwitch);
    }

    private QueuedSource queued(Configured source, String threadName) throws StartException {
        try {
            return new QueuedSource(
                    source.runner(),
                    new QueuedSource.Options(
                            config.queueBytes(), source.config().waitsForRoom()),
                    context.supervisor().threads(threadName));
        } catch (OutOfMemoryError e) {
            throw new StartException(
                    "no memory for the queue of source " + source.config().name() + " (" + config.queueBytes()
                            + " bytes): make --source-queue-bytes smaller, or raise OBSERVER_DIRECT",
                    e);
        }
    }
}
