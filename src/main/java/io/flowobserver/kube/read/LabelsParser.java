// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.read;

import io.flowobserver.kube.object.LabelSet;
import java.io.IOException;
import java.util.function.BiFunction;

/** Reads an object of which only its labels matter. */
final class LabelsParser<T> implements ObjectParser<T> {
    private final String field;
    private final BiFunction<Meta, LabelSet, T> result;
    private LabelSet labels = LabelSet.EMPTY;

    /**
     * @param field that holds the labels; empty if they are in the metadata
     * @param result makes the object
     */
    LabelsParser(String field, BiFunction<Meta, LabelSet, T> result) {
        this.field = field;
        this.result = result;
    }

    @Override
    public void field(String name, ObjectJson in) throws IOException {
        if (name.equals(field)) {
            labels = in.labels();
        } else {
            in.skip();
        }
    }

    @Override
    public T finish(Meta meta) {
        return result.apply(meta, field.isEmpty() ? meta.labels : labels);
    }
}
