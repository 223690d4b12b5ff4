// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.flow.entity.PodName;
import io.flowobserver.flow.entity.Policies.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyLabelsTest {
    /** The agent keeps rules as text and takes that apart again: a blank ends a label. */
    @Test
    void policies_labelWithBlank_countsAsTwo() {
        assertThat(PolicyLabels.policies(List.of(List.of("k8s:a=b c", "d")), 1))
                .containsExactly(new Policy(PodName.NONE, List.of("k8s:a=b", "c", "d"), 1, ""));
        assertThat(PolicyLabels.policies(List.of(), 1)).isEmpty();
        assertThat(PolicyLabels.policies(List.of(List.of()), 1)).isEmpty();
        assertThat(PolicyLabels.policies(List.of(List.of("a"), List.of("b")), 1))
                .hasSize(2);
    }
}
