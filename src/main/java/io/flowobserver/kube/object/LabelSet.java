// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.object;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Labels, by key. Immutable, and shared by the objects that have the same. */
public final class LabelSet {
    /** No labels. */
    public static final LabelSet EMPTY = new LabelSet(new String[0]);

    /** Keys in their order, each followed by its value. */
    private final String[] texts;

    private final int hash;

    private LabelSet(String[] texts) {
        this.texts = texts;
        hash = Arrays.hashCode(texts);
    }

    public static LabelSet of(Map<String, String> labels) {
        if (labels.isEmpty()) {
            return EMPTY;
        }
        String[] texts = new String[2 * labels.size()];
        int at = 0;
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            texts[at++] = label.getKey();
            texts[at++] = label.getValue();
        }
        return new LabelSet(texts);
    }

    public int size() {
        return texts.length / 2;
    }

    /** The value of a label; null if it is not there. */
    public @Nullable String get(String key) {
        for (int i = 0; i < texts.length; i += 2) {
            if (texts[i].equals(key)) {
                return texts[i + 1];
            }
        }
        return null;
    }

    /** Passes key and value of each label, in the order of keys. */
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < texts.length; i += 2) {
            action.accept(texts[i], texts[i + 1]);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LabelSet labels && labels.hash == hash && Arrays.equals(labels.texts, texts);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return Arrays.toString(texts);
    }
}
