// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import io.flowobserver.kube.http.ApiClient;
import io.flowobserver.kube.http.ApiException;
import io.flowobserver.kube.object.KubeObject;
import io.flowobserver.kube.read.ListReader;
import io.flowobserver.kube.read.ParsedObject;
import io.flowobserver.kube.read.Pools;
import io.flowobserver.kube.read.ResourceKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Lists the objects of a kind. */
final class ListRequests<T extends KubeObject> {
    private static final int PAGE = 500;
    private static final int MAX_PAGES = 10_000;
    private static final int TOO_LARGE = 413;
    private static final int TIMEOUT = 504;

    private final ApiClient client;
    private final ResourceKind<T> kind;
    private final ReflectorTimes times;
    private final Pools pools;

    ListRequests(ApiClient client, ResourceKind<T> kind, ReflectorTimes times, Pools pools) {
        this.client = client;
        this.kind = kind;
        this.times = times;
        this.pools = pools;
    }

    /**
     * Passes all objects, and returns the version of the list. The server takes them from its cache, if that is not older
     * than a version, all in one answer (it ignores a limit then). If it refuses that, they come from its storage in
     * pages.
     *
     * @param selector of fields; empty for all
     * @param least {@code 0} for any version
     */
    String list(String path, String selector, String least, Consumer<ParsedObject<T>> objects)
            throws IOException, InterruptedException {
        String target = path + "?" + (selector.isEmpty() ? "" : "fieldSelector=" + encoded(selector) + "&");
        try {
            return page(target + "resourceVersion=" + encoded(least), objects).resourceVersion();
        } catch (ApiException e) {
            if (e.status() != ApiException.GONE && e.status() != TOO_LARGE && e.status() != TIMEOUT) {
                throw e;
            }
            return pages(target + "limit=" + PAGE, objects);
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String pages(String target, Consumer<ParsedObject<T>> objects) throws IOException, InterruptedException {
        String next = "";
        for (int i = 0; i < MAX_PAGES; i++) {
            ListReader.End end = page(next.isEmpty() ? target : target + "&continue=" + encoded(next), objects);
            if (end.next().isEmpty()) {
                return end.resourceVersion();
            }
            next = end.next();
        }
        throw new IOException("the server sends pages without end");
    }

    private ListReader.End page(String target, Consumer<ParsedObject<T>> objects)
            throws IOException, InterruptedException {
        try (InputStream text = client.get(target, times.forList())) {
            return new ListReader<>(text, kind, pools).read(objects);
        }
    }
}
