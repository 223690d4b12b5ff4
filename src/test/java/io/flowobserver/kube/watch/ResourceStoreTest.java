// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.kube.object.KubeNamespace;
import io.flowobserver.kube.object.LabelSet;
import io.flowobserver.kube.read.ParsedObject;
import org.junit.jupiter.api.Test;

class ResourceStoreTest {
    private final RecordedChanges<KubeNamespace> changes = new RecordedChanges<>();
    private final ResourceStore<KubeNamespace> store = new ResourceStore<>(changes);

    @Test
    void list_again_tellsOnlyWhatChanged() {
        store.beginList();
        store.put(parsed("1", "a"));
        store.put(parsed("2", "b"));
        store.endList();
        store.put(parsed("2", "b"));
        store.beginList();
        store.put(parsed("2", "b"));
        store.put(parsed("3", "a"));
        store.endList();
        assertThat(changes.all()).containsExactly("+a", "+b", "synced", "+a", "-a", "synced");
        assertThat(store.size()).isEqualTo(2);
    }

    @Test
    void wrongObject_isCountedAndWhatWasKnownStays() {
        store.put(parsed("1", "a"));
        store.beginList();
        store.put(new ParsedObject<>(null, "wrong", "1", "", false, new ParsedObject.Status(0, "")));
        store.endList();
        assertThat(changes.all()).containsExactly("+a", "synced");
        assertThat(store.wrong()).isEqualTo(1);
        assertThat(store.wrongLast()).isEqualTo("wrong");
        store.remove(new ParsedObject<>(null, "wrong", "1", "", false, new ParsedObject.Status(0, "")));
        assertThat(changes.all()).endsWith("-a");
    }

    private static ParsedObject<KubeNamespace> parsed(String uid, String name) {
        return new ParsedObject<>(
                new KubeNamespace(uid, name, LabelSet.EMPTY), "", uid, "1", false, new ParsedObject.Status(0, ""));
    }
}
