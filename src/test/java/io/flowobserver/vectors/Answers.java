// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.vectors;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;

/** What was recorded as the answer to a vector, and whether another answer is as good. */
public final class Answers {
    private static final Set<String> MEANT = Differences.ids();

    private Answers() {}

    /** One, but where the reference itself picks at random; none if it refused the event. */
    public static List<JsonElement> of(JsonObject vector) {
        JsonArray any = vector.getAsJsonArray("expected_any");
        if (any != null) {
            return any.asList();
        }
        return vector.has("expected") ? List.of(vector.get("expected")) : List.of();
    }

    /** Whether the answer is a message of a type, {@code flow} for example. */
    public static boolean isOf(JsonObject vector, String type) {
        return vector.has("expected_type")
                && vector.get("expected_type").getAsString().equals(type);
    }

    /** Whether docs/differences.md says that ours is another. */
    public static boolean differOnPurpose(JsonObject vector) {
        return MEANT.contains(Vectors.id(vector));
    }

    /** Whether this is an answer that was recorded, or just not if it is to differ. */
    public static boolean areMet(JsonObject vector, JsonElement answer) {
        return of(vector).contains(answer) != differOnPurpose(vector);
    }
}
