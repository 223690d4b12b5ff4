// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import io.flowobserver.kube.http.ApiClient;
import io.flowobserver.kube.http.ApiException;
import io.flowobserver.kube.object.KubeObject;
import io.flowobserver.kube.read.ParsedObject;
import io.flowobserver.kube.read.Pools;
import io.flowobserver.kube.read.ResourceKind;
import io.flowobserver.kube.read.WatchReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Watches the objects of a kind. For one thread. */
final class WatchRequests<T extends KubeObject> {
    private final ApiClient client;
    private final ResourceKind<T> kind;
    private final ReflectorTimes times;
    private final Pools pools;
    private final RandomGenerator random = RandomGenerator.getDefault();

    /** Is told what a watch says. */
    interface Events<T> {
        /** The server watches now. */
        void began();

        /** An object was added, changed or deleted. */
        void changed(WatchReader.Change change, ParsedObject<T> object);

        /** All objects that there were have been told. */
        void initialEventsEnd();

        /** What was told so far is that of a version. */
        void reached(String resourceVersion);
    }

    WatchRequests(ApiClient client, ResourceKind<T> kind, ReflectorTimes times, Pools pools) {
        this.client = client;
        this.kind = kind;
        this.times = times;
        this.pools = pools;
    }

    /**
     * Watches until the server ends it, as it was asked to.
     *
     * @param since the version after which changes are wanted; null for all objects first, and then changes
     * @throws ApiException if the server refuses or ends it by an error
     * @throws com.google.gson.stream.MalformedJsonException if the server sends something else
     * @throws IOException if the connection is lost
     */
    void watch(String path, String selector, @Nullable String since, Events<T> events)
            throws IOException, InterruptedException {
        long least = times.watch().toSeconds();
        long seconds = random.nextLong(least, 2 * least + 1);
        String target = path + "?watch=1&allowWatchBookmarks=true&timeoutSeconds=" + seconds
                + (selector.isEmpty() ? "" : "&fieldSelector=" + ListRequests.encoded(selector))
                + (since == null
                        ? "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
                        : "&resourceVersion=" + ListRequests.encoded(since));
        try (InputStream text = client.get(target, times.forWatch(seconds))) {
            events.began();
            WatchReader<T> reader = new WatchReader<>(text, kind, pools);
            for (WatchReader.Event<T> event = reader.next(); event != null; event = reader.next()) {
                tell(event, events);
            }
        }
    }

    private static <T> void tell(WatchReader.Event<T> event, Events<T> events) throws ApiException {
        ParsedObject<T> object = event.object();
        switch (event.change()) {
            case ADDED, MODIFIED, DELETED -> events.changed(event.change(), object);
            case ERROR ->
                throw new ApiException(
                        (int) object.status().code(), object.status().message(), Duration.ZERO);
            case BOOKMARK -> {
                if (object.initialEventsEnd()) {
                    events.initialEventsEnd();
                }
            }
            case OTHER -> {
                // Of a later version of Kubernetes. Its version counts.
            }
        }
        if (!object.resourceVersion().isEmpty()) {
            events.reached(object.resourceVersion());
        }
    }
}
