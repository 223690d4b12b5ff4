// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates real traffic between the pods, with one thread in each pod, because network namespaces are per thread. */
final class DemoTraffic implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DemoTraffic.class);
    private static final long JOIN_MILLIS = 3_000;
    private static final int SERVERS = 2;
    private static final String UNKNOWN_NAME = "nobody.example";

    private static final List<ClientAction> CLIENT = List.of(
            ClientAction.lookup(DnsMessage.WEB, false),
            ClientAction.page("/", false),
            ClientAction.lookup(DnsMessage.WEB, true),
            ClientAction.page("/", true),
            ClientAction.ping(Pod.WEB.address(false)),
            ClientAction.ping(Pod.WEB.address(true)),
            ClientAction.refused(false),
            ClientAction.page("/", true),
            ClientAction.ping(Pod.node(false)),
            ClientAction.page(WebServer.DOWNLOAD, false),
            ClientAction.lookup(UNKNOWN_NAME, false),
            ClientAction.page(WebServer.DOWNLOAD, true),
            ClientAction.ping(Pod.node(true)));
    private static final List<ClientAction> OTHER = List.of(
            ClientAction.lookup(DnsMessage.WEB, true),
            ClientAction.page("/orders", true),
            ClientAction.refused(true),
            ClientAction.page("/orders", false));
    private static final List<ClientAction> NODE =
            List.of(ClientAction.page("/healthz", false), ClientAction.page("/healthz", true));

    private final CountDownLatch listening = new CountDownLatch(SERVERS);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final WebServer web = new WebServer(listening);
    private final NameServer names = new NameServer(listening);
    private final List<Thread> threads = new ArrayList<>();

    private DemoTraffic() {}

    static DemoTraffic start(DemoNode node) {
        DemoTraffic traffic = new DemoTraffic();
        traffic.start(node, Pod.WEB, "web", traffic.web);
        traffic.start(node, Pod.DNS, "dns", traffic.names);
        traffic.start(node, Pod.CLIENT, "client", traffic.rounds(CLIENT, Duration.ofMillis(500)));
        traffic.start(node, Pod.OTHER, "other", traffic.rounds(OTHER, Duration.ofMillis(1_300)));
        traffic.start(node, null, "node", traffic.rounds(NODE, Duration.ofMillis(2_900)));
        return traffic;
    }

    /** Ends all connections, within a limited time. */
    @Override
    public void close() {
        closed.countDown();
        try (names) {
            web.close();
        } catch (IOException e) {
            log.warn("the demo's web server did not stop cleanly: {}", e.toString());
        }
        try {
            for (Thread thread : threads) {
                thread.join(JOIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(DemoNode node, @Nullable Pod pod, String name, Runnable work) {
        Thread thread = node.thread(pod, "observer-demo-" + name, work);
        threads.add(thread);
        thread.start();
    }

    private Runnable rounds(List<ClientAction> visits, Duration pace) {
        return () -> {
            try {
                listening.await();
                for (int next = 0; !closed.await(pace.toMillis(), TimeUnit.MILLISECONDS); next++) {
                    make(visits.get(next % visits.size()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static void make(ClientAction visit) {
        try {
            visit.make();
        } catch (IOException e) {
            // Some requests fail on purpose, and the others may fail too.
            log.debug("{}", e.toString());
        }
    }
}
