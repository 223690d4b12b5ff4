// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {
    @Test
    void shown_severalRanges_leavesTheNarrowest() {
        var labels = List.of("cidr:1.1.1.0/24", "cidr:1.1.1.1/32", "cidr:1.0.0.0/8", "reserved:world");
        assertThat(Labels.shown(labels, true)).containsExactly("cidr:1.1.1.1/32", "reserved:world");
    }

    @Test
    void shown_notReduced_keepsAllRangesSorted() {
        var labels = List.of("reserved:world", "cidr:1.1.1.1/32", "cidr:0.0.0.0/0", "cidr:nonsense");
        assertThat(Labels.shown(labels, false))
                .containsExactly("cidr:0.0.0.0/0", "cidr:1.1.1.1/32", "cidr:nonsense", "reserved:world");
    }

    @Test
    void shown_onlyTheWholeRange_leavesNone() {
        assertThat(Labels.shown(List.of("cidr:0.0.0.0/0", "reserved:world-ipv4"), true))
                .containsExactly("reserved:world-ipv4");
    }

    @Test
    void shown_ipv6Ranges_readsDashesAsColons() {
        var labels = List.of("cidr:2001-db8--0/32", "cidr:2001-db8--7/128", "cidr:2000--0/3");
        assertThat(Labels.shown(labels, true)).containsExactly("cidr:2001-db8--7/128");
    }

    @Test
    void shown_rangesThatAreNone_areDropped() {
        var labels = List.of("cidr:not-a-cidr", "cidr:10.0.0.0/33", "cidr:10.0.0.1", "cidr:", "cidr:/8", "k8s:a=b");
        assertThat(Labels.shown(labels, true)).containsExactly("k8s:a=b");
    }

    @Test
    void shown_emptyValue_losesTheEqualsSign() {
        assertThat(Labels.shown(List.of("k8s:flag=", "k8s:a=b=", "reserved:host", "="), false))
                .containsExactly("", "k8s:a=b=", "k8s:flag", "reserved:host");
    }

    /** In UTF-16 the order of these two is the other way round. */
    @Test
    void shown_labelsBeyondTheBasicPlane_areSortedByBytes() {
        assertThat(Labels.shown(List.of("k8s:\uD83D\uDE00", "k8s:\uFF5E"), false))
                .containsExactly("k8s:\uFF5E", "k8s:\uD83D\uDE00");
    }

    @ParameterizedTest
    @CsvSource({
        "k8s:io.cilium.k8s.policy.cluster=west, west",
        "any:io.cilium.k8s.policy.cluster=west=1, west=1",
        "io.cilium.k8s.policy.cluster=bare, bare",
        "k8s:io.cilium.k8s.policy.cluster.x=west, ''",
        "k8s:io.cilium.k8s.policy.cluster, ''",
        "k8s:x=io.cilium.k8s.policy.cluster=west, ''"
    })
    void cluster_label_isReadByItsKey(String label, String cluster) {
        assertThat(Labels.cluster(List.of("k8s:app=x", label))).isEqualTo(cluster);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "16777215, false", "16777216, true", "33554431, true", "33554432, false", "-1, false"})
    void isLocalScope_identity_dependsOnItsHighestByte(int identity, boolean local) {
        assertThat(Labels.isLocalScope(identity)).isEqualTo(local);
    }
}
