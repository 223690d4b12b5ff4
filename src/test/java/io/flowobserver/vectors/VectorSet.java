// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.vectors;

import com.google.gson.JsonObject;
import io.flowobserver.flow.row.Generation;
import java.util.List;

/** A set of recorded vectors, under a generation in which their answers are right. */
public enum VectorSet {
    OLD(false, Generation.OLD),
    OLD_AS_1_19(false, Generation.V1_19),
    OLD_AS_1_21(false, Generation.V1_21),
    NEW_AS_1_20(true, Generation.V1_20),
    NEW(true, Generation.V1_21);

    private final boolean recordedBy121;
    private final Generation generation;

    VectorSet(boolean recordedBy121, Generation generation) {
        this.recordedBy121 = recordedBy121;
        this.generation = generation;
    }

    public Generation generation() {
        return generation;
    }

    public boolean isRecordedBy121() {
        return recordedBy121;
    }

    public List<JsonObject> read(String name) {
        return recordedBy121 ? Vectors.readNew(name) : Vectors.read(name);
    }
}
