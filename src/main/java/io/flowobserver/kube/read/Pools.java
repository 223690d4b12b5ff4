// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.read;

import io.flowobserver.kube.object.LabelSet;
import io.flowobserver.kube.object.Owner;
import java.util.List;

/** What the objects of one kind share, however they are read. For one thread. */
public final class Pools {
    private static final int TEXTS = 1 << 15;
    private static final int OTHERS = 1 << 13;

    final Pool<String> texts = new Pool<>(TEXTS);
    final Pool<LabelSet> labels = new Pool<>(OTHERS);
    final Pool<Owner> owners = new Pool<>(OTHERS);
    final Pool<List<?>> lists = new Pool<>(OTHERS);
}
