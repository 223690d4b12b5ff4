// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.enrich.snapshot.SnapshotBuilder;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.flow.entity.Endpoint;
import io.flowobserver.flow.entity.Node;
import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.Service;
import io.flowobserver.flow.entity.Workload;
import io.flowobserver.flow.row.FlowFlags;
import io.flowobserver.flow.row.FlowWriter;
import io.flowobserver.flow.text.Prefix;
import io.flowobserver.flow.text.PrefixParser;
import io.flowobserver.ring.FlowRing;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NameFinderTest {
    private final FlowRing ring = new FlowRing(7);
    private final NameFinder finder = new NameFinder(ring);

    @BeforeEach
    void fill() {
        for (String pod : List.of("cart-7d5f-a", "cart-7d5f-b", "checkout-1")) {
            String workload = pod.substring(0, pod.indexOf('-'));
            write(new Endpoint(
                    new PodName("shop", pod),
                    "",
                    List.of("k8s:app=" + workload, "k8s:tier=back"),
                    List.of(new Workload(workload, "Deployment"))));
        }
    }

    @Test
    void find_beginningOfAPod_isKnown() throws FilterException {
        assertThat(match(SoughtName.pod("shop/cart-7d5f-b"))).isEqualTo(known());
        assertThat(match(SoughtName.pod("shop/ca"))).isEqualTo(known());
        assertThat(match(SoughtName.pod("/checkout"))).isEqualTo(known());
        assertThat(match(SoughtName.pod("shop/"))).isEqualTo(known());
        assertThat(match(SoughtName.pod("cart")).known())
                .as("in the namespace default")
                .isFalse();
    }

    @Test
    void find_unknownPod_nearestFirstAndEachWorkloadOnce() throws FilterException {
        assertThat(match(SoughtName.pod("shop/crat")).nearest()).containsExactly("shop/cart");
        assertThat(match(SoughtName.pod("chekcout")).nearest())
                .as("another namespace")
                .containsExactly("shop/checkout");
        assertThat(match(SoughtName.pod("shpo/")).nearest()).containsExactly("shop/");
        assertThat(match(SoughtName.pod("shop/zookeeper")).nearest()).isEmpty();
    }

    @Test
    void find_namespace_isAWholeName() throws FilterException {
        assertThat(match(SoughtName.namespace("shop"))).isEqualTo(known());
        assertThat(match(SoughtName.namespace("sho")).nearest()).containsExactly("shop");
        assertThat(match(SoughtName.namespace("monitoring")).nearest()).isEmpty();
    }

    @Test
    void find_label_withOrWithoutItsSource() throws FilterException {
        assertThat(match(SoughtName.label("app=cart,tier=back"))).isEqualTo(known());
        assertThat(match(SoughtName.label("app=cart,tier=front")).known()).isFalse();
        assertThat(match(SoughtName.label("app=crat")).nearest()).first().isEqualTo("app=cart");
        assertThat(match(SoughtName.label("k8s:app=crat")).nearest()).first().isEqualTo("k8s:app=cart");
    }

    @Test
    void find_inventory_isSearchedBesidesTheFlows() throws FilterException {
        assertThat(match(SoughtName.service("shop/web")).known()).isFalse();
        assertThat(match(SoughtName.pod("late/web-1")).known()).isFalse();
        finder.inventory(inventory());
        assertThat(match(SoughtName.service("shop/web"))).isEqualTo(known());
        assertThat(match(SoughtName.service("shop/wbe")).nearest()).containsExactly("shop/web");
        assertThat(match(SoughtName.pod("late/web-1"))).isEqualTo(known());
        assertThat(match(SoughtName.namespace("late"))).isEqualTo(known());
    }

    @Test
    void find_manyFlowsInASmallRing_searchesWhatIsKept() throws FilterException {
        for (int i = 0; i < 20; i++) {
            write(Endpoint.UNKNOWN);
        }
        NameFinder.Result result = finder.find(List.of(SoughtName.pod("shop/cart"), SoughtName.namespace("x")));
        assertThat(result.flows()).isEqualTo(7);
        assertThat(result.incomplete()).isFalse();
        assertThat(result.matches()).hasSize(2).noneMatch(NameFinder.Match::known);
    }

    @Test
    void nearest_moreThanThree_keepsTheThreeNearest() {
        NearestNames nearest = new NearestNames(new TimeLimit(Long.MAX_VALUE / 2));
        for (String name : List.of("frontend", "front-end", "fronted", "frontend2", "backend")) {
            nearest.whole("frontend1", name);
        }
        assertThat(nearest.list()).containsExactly("frontend", "frontend2", "fronted");
    }

    @Test
    void nearest_timeIsOver_takesNothingMore() {
        NearestNames nearest = new NearestNames(new TimeLimit(-1));
        nearest.whole("frontend", "frontent");
        assertThat(nearest.list()).isEmpty();
    }

    @Test
    void soughtName_empty_isRefused() {
        assertThatThrownBy(() -> SoughtName.pod("")).isInstanceOf(FilterException.class);
        assertThatThrownBy(() -> SoughtName.namespace("")).isInstanceOf(FilterException.class);
        assertThatThrownBy(() -> SoughtName.label("a in (b")).isInstanceOf(FilterException.class);
    }

    private NameFinder.Match match(SoughtName name) {
        return finder.find(List.of(name)).matches().get(0);
    }

    private static NameFinder.Match known() {
        return new NameFinder.Match(true, List.of());
    }

    private void write(Endpoint source) {
        FlowWriter row = ring.claim();
        row.addFlags(FlowFlags.SOURCE);
        row.source(source);
        ring.publish();
    }

    private static Inventory inventory() {
        Inventory inventory = new Inventory();
        inventory.publish(new SnapshotBuilder()
                .reservedIdentities()
                .identity(4_711, List.of("k8s:app=web"))
                .range(prefix("10.0.0.1/32"), 4_711, new PodName("late", "web-1"))
                .service(prefix("10.1.0.1/32"), 80, new Service("shop", "web"))
                .build(new Node("node", List.of(), new Node.Emitter("observer", "0.1.0"))));
        return inventory;
    }

    private static Prefix prefix(String text) {
        return Objects.requireNonNull(PrefixParser.parse(text));
    }
}
