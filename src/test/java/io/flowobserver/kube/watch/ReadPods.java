// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import io.flowobserver.kube.config.Kubeconfig;
import io.flowobserver.kube.http.ApiClient;
import io.flowobserver.kube.object.KubePod;
import io.flowobserver.kube.read.ResourceKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process of its own that reads all pods of a server and says what that cost. */
final class ReadPods {
    private ReadPods() {}

    /**
     * Reads the pods and ends.
     *
     * @param arguments the path of a kubeconfig
     */
    public static void main(String[] arguments) throws Exception {
        ApiClient client = new ApiClient(
                Kubeconfig.access(List.of(Path.of(arguments[0])), "", System.getenv()), Duration.ofSeconds(20));
        CountDownLatch synced = new CountDownLatch(1);
        long before = used();
        long began = System.nanoTime();
        try (Reflector<KubePod> reflector = new Reflector<>(
                client, ResourceKind.PODS, ReflectorOptions.ALL.with(ITReflector.QUICK), new ResourceListener<>() {
                    @Override
                    public void changed(@Nullable KubePod last, KubePod now) {}

                    @Override
                    public void deleted(KubePod last) {}

                    @Override
                    public void synced() {
                        synced.countDown();
                    }
                })) {
            reflector.start(Thread::new);
            boolean done = synced.await(60, TimeUnit.SECONDS);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            ReflectorStatus status = reflector.status();
            long retained = used() - before;
            System.out.println("done=" + done + " pods=" + status.objects() + " wrong=" + status.wrong() + " millis="
                    + millis + " bytesPerPod=" + retained / Math.max(1, status.objects()) + " "
                    + status.problem());
        }
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
