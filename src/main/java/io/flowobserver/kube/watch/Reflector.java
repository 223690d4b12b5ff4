// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import io.flowobserver.kube.http.ApiClient;
import io.flowobserver.kube.object.KubeObject;
import io.flowobserver.kube.read.ResourceKind;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps track of the objects of one kind. A thread of its own lists and watches them and tells a listener. An outage
 * leaves everything as it was, and ends without anybody's help.
 *
 * <p>{@link #start} may be called once. Any thread may call the rest.
 */
public final class Reflector<T extends KubeObject> implements AutoCloseable {
    private static final long CLOSE_MILLIS = 1_000;

    private final ReflectorRun<T> run;
    private volatile @Nullable Thread thread;

    /**
     * @param options which objects
     * @param listener called by the thread; after an exception that it throws the objects are listed again
     */
    public Reflector(ApiClient client, ResourceKind<T> kind, ReflectorOptions options, ResourceListener<T> listener) {
        run = new ReflectorRun<>(client, kind, options, listener);
    }

    /**
     * Starts the thread.
     *
     * @param threads creates it
     */
    public void start(ThreadFactory threads) {
        Thread made = threads.newThread(run);
        thread = made;
        made.setDaemon(true);
        made.start();
    }

    public ReflectorStatus status() {
        return run.status();
    }

    /** Ends the thread, but waits no longer than a second for it. */
    @Override
    public void close() {
        run.close();
        Thread made = thread;
        if (made != null && made != Thread.currentThread()) {
            made.interrupt();
            try {
                made.join(CLOSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
