// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import com.google.gson.stream.MalformedJsonException;
import io.flowobserver.kube.http.ApiClient;
import io.flowobserver.kube.http.ApiException;
import io.flowobserver.kube.object.KubeObject;
import io.flowobserver.kube.read.ParsedObject;
import io.flowobserver.kube.read.Pools;
import io.flowobserver.kube.read.ResourceKind;
import io.flowobserver.kube.read.WatchReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the thread of a reflector does: it lists, watches, and begins again when it has to. */
final class ReflectorRun<T extends KubeObject> implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(ReflectorRun.class);
    /** The first version in which servers offer it without being told to. */
    private static final int WATCH_LIST_MINOR = 32;

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int INVALID = 422;
    /** A watch that ended sooner is a failure, or a broken server would be asked again at once, for ever. */
    private static final Duration SHORTEST_WATCH = Duration.ofSeconds(1);

    private static final Duration ABSENT_AGAIN = Duration.ofMinutes(1);

    private final ApiClient client;
    private final ResourceKind<T> kind;
    private final ReflectorOptions options;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final ListRequests<T> lists;
    private final WatchRequests<T> watches;
    private final ResourceStore<T> store;
    private final ResourceListener<T> listener;
    private final RetryDelay delay;
    private final Contact contact = new Contact();
    private volatile boolean closed;
    private String path = "";
    /** Of what is known; null if all objects must be told again. */
    private @Nullable String version;
    /** The newest version of all that is or was known: a cache that is older would show the past. */
    private String least = "0";

    private boolean watchListOffered;
    private boolean firstTold;

    ReflectorRun(ApiClient client, ResourceKind<T> kind, ReflectorOptions options, ResourceListener<T> listener) {
        this.client = client;
        this.kind = kind;
        this.options = options;
        this.listener = listener;
        ReflectorTimes times = options.times();
        Pools pools = new Pools();
        lists = new ListRequests<>(client, kind, times, pools);
        watches = new WatchRequests<>(client, kind, times, pools);
        store = new ResourceStore<>(listener);
        delay = new RetryDelay(times.firstRetry(), times.longestRetry(), random);
    }

    void close() {
        closed = true;
    }

    ReflectorStatus status() {
        return contact.status(store);
    }

    @Override
    public void run() {
        try {
            sleep(Duration.ofMillis((long) (options.times().startJitter().toMillis() * random.nextDouble())));
            while (!closed) {
                sleep(attempt());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns how long to wait before the next attempt. */
    private Duration attempt() throws InterruptedException {
        try {
            return listAndWatch();
        } catch (ApiException e) {
            refused(e);
            return failed(e, e.retryAfter());
        } catch (InterruptedIOException e) {
            throw new InterruptedException();
        } catch (MalformedJsonException e) {
            // Nobody knows which changes were in it.
            version = null;
            return failed(e, Duration.ZERO);
        } catch (IOException e) {
            return failed(e, Duration.ZERO);
        } catch (RuntimeException | StackOverflowError e) {
            log.error("{}: reading from the API server failed", kind, e);
            version = null;
            return failed(e, Duration.ZERO);
        }
    }

    private Duration listAndWatch() throws IOException, InterruptedException {
        if (path.isEmpty() && !find()) {
            return ABSENT_AGAIN;
        }
        tellFirst();
        boolean all = version == null && watchListOffered;
        if (version == null && !all) {
            list();
        }
        long began = System.nanoTime();
        if (all) {
            store.beginList();
        }
        watches.watch(path, options.selector(), version, new Told());
        contact.ended();
        if (version == null || System.nanoTime() - began < SHORTEST_WATCH.toNanos()) {
            throw new IOException(client.server() + ": the server ended a watch of " + kind + " at once");
        }
        delay.worked();
        return Duration.ZERO;
    }

    /** Whether the server has this kind. If not, there are no objects of it. */
    private boolean find() throws IOException, InterruptedException {
        path = ResourcePath.find(client, kind);
        watchListOffered = ResourcePath.minorVersion(client) >= WATCH_LIST_MINOR;
        contact.heard();
        if (path.isEmpty()) {
            store.beginList();
            store.endList();
            contact.synced();
        }
        return !path.isEmpty();
    }

    private void tellFirst() throws IOException, InterruptedException {
        if (!firstTold && !options.firstSelector().isEmpty()) {
            lists.list(path, options.firstSelector(), "0", this::put);
            listener.firstSynced();
        }
        firstTold = true;
    }

    private void list() throws IOException, InterruptedException {
        store.beginList();
        String reached = lists.list(path, options.selector(), least, this::put);
        store.endList();
        contact.synced();
        version = reached;
        least = reached;
    }

    private void put(ParsedObject<T> object) {
        contact.heard();
        store.put(object);
    }

    /** Draws what follows from a refusal. */
    private void refused(ApiException e) {
        int status = e.status();
        if (status == ApiException.GONE) {
            version = null;
        } else if (version == null && watchListOffered && (status == BAD_REQUEST || status == INVALID)) {
            watchListOffered = false;
        } else if (status == NOT_FOUND) {
            path = "";
            version = null;
        }
    }

    private Duration failed(Throwable thrown, Duration least) {
        String why = kind + ": " + ApiException.reason(thrown);
        if (!why.equals(contact.problem())) {
            log.warn("{}; keeping what is known", why);
        }
        contact.failed(why);
        return delay.failed(least);
    }

    private static void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }

    /** Passes on what a watch says. */
    private final class Told implements WatchRequests.Events<T> {
        @Override
        public void began() {
            if (version != null) {
                contact.watching();
            }
        }

        @Override
        public void changed(WatchReader.Change change, ParsedObject<T> object) {
            contact.heard();
            if (change == WatchReader.Change.DELETED) {
                store.remove(object);
            } else {
                store.put(object);
            }
        }

        @Override
        public void initialEventsEnd() {
            version = "";
            store.endList();
            contact.synced();
            contact.watching();
        }

        @Override
        public void reached(String resourceVersion) {
            contact.heard();
            if (version != null) {
                delay.worked();
                version = resourceVersion;
                least = resourceVersion;
            }
        }
    }
}
