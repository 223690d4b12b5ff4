// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.kube.object.KubeNamespace;
import io.flowobserver.kube.object.LabelSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class UidTableProperties {
    /** It holds what a map would, whatever is put and removed: an even number puts, an odd one removes. */
    @Property(tries = 100)
    void table_afterAnyChanges_isAsAMap(@ForAll @Size(max = 300) List<@IntRange(max = 150) Integer> changes) {
        UidTable<KubeNamespace> table = new UidTable<>();
        Map<String, KubeNamespace> map = new HashMap<>();
        for (int i = 0; i < changes.size(); i++) {
            String uid = "u" + changes.get(i) / 2;
            if (changes.get(i) % 2 == 0) {
                KubeNamespace object = new KubeNamespace(uid, "n" + i, LabelSet.EMPTY);
                table.put(object);
                map.put(uid, object);
            } else {
                assertThat(table.remove(uid)).isEqualTo(map.remove(uid));
            }
        }
        assertThat(table.size()).isEqualTo(map.size());
        for (int i = 0; i < 80; i++) {
            assertThat(table.get("u" + i)).isEqualTo(map.get("u" + i));
        }
        assertThat(table.without(Set.of("u1", "u2")))
                .containsExactlyInAnyOrderElementsOf(map.values().stream()
                        .filter(object -> !Set.of("u1", "u2").contains(object.uid()))
                        .toList());
    }
}
