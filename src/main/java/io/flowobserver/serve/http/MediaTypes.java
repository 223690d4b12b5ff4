// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import io.flowobserver.serve.http.WeightedList.Item;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses the media type of a response by the Accept header of the request (RFC 9110, 12.5.1). */
final class MediaTypes {
    /** The specificity of a range with a subtype; parameters make it more specific. */
    private static final int WITH_SUBTYPE = 2;

    /**
     * How well a type fits.
     *
     * @param weight of the most specific range that has the type
     * @param specificity of that range
     * @param place of that range in the header
     */
    private record Fit(int weight, int specificity, int place) {
        boolean isBetterThan(Fit other) {
            if (weight != other.weight) {
                return weight > other.weight;
            }
            return specificity != other.specificity ? specificity > other.specificity : place < other.place;
        }
    }

    private MediaTypes() {}

    /**
     * Returns the type that the client likes best. If it likes several alike, the one that it names more precisely is
     * taken, then the one that it names first. If it names none, the first one that it does not refuse is taken: a
     * client that names only other types gets what it can perhaps use.
     *
     * @param accept the Accept fields of the request
     * @param offered media types, the usual one first
     * @return empty if the client refuses all of them
     */
    static Optional<String> choose(List<String> accept, List<String> offered) {
        List<Item> ranges = WeightedList.parse(accept);
        String best = null;
        Fit bestFit = null;
        String unnamed = null;
        for (String type : offered) {
            Fit fit = fit(ranges, WeightedList.parse(List.of(type)).get(0));
            if (fit == null) {
                unnamed = unnamed == null ? type : unnamed;
            } else if (fit.weight > 0 && (bestFit == null || fit.isBetterThan(bestFit))) {
                best = type;
                bestFit = fit;
            }
        }
        return Optional.ofNullable(best == null ? unnamed : best);
    }

    private static @Nullable Fit fit(List<Item> ranges, Item type) {
        Fit best = null;
        for (int i = 0; i < ranges.size(); i++) {
            int specificity = specificity(ranges.get(i), type);
            if (specificity >= 0 && (best == null || specificity > best.specificity)) {
                best = new Fit(ranges.get(i).weight(), specificity, i);
            }
        }
        return best;
    }

    /** Returns how precisely a range names a type; negative if the type is not in the range. */
    private static int specificity(Item range, Item type) {
        if (range.value().equals("*/*")) {
            return 0;
        }
        if (range.value().endsWith("/*")) {
            String start = range.value().substring(0, range.value().length() - 1);
            return type.value().startsWith(start) ? 1 : -1;
        }
        if (!range.value().equals(type.value())) {
            return -1;
        }
        int shared = 0;
        for (Map.Entry<String, String> wanted : range.parameters().entrySet()) {
            // A parameter that the type does not have restricts nothing: Prometheus adds "escaping".
            String has = type.parameters().get(wanted.getKey());
            if (has != null && !has.equalsIgnoreCase(wanted.getValue())) {
                return -1;
            }
            shared += has == null ? 0 : 1;
        }
        return WITH_SUBTYPE + shared;
    }
}
