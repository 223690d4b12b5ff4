// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Parses the values of all {@code --metric} flags. */
public final class MetricList {
    public static final String HTTP = "http";
    public static final String HTTP_V2 = "httpV2";

    /** The names of all metrics. */
    public static final Set<String> NAMES = Set.of(
            "dns",
            "drop",
            "flow",
            "flows-to-world",
            HTTP,
            HTTP_V2,
            "icmp",
            "kafka",
            "policy",
            "port-distribution",
            "tcp");

    private MetricList() {}

    /**
     * Parses lists whose items are separated by commas or white space. A comma can also separate the values of an
     * option. The word after a comma is such a value only if the item before it lists values and the word is no name of
     * a metric.
     *
     * @throws IllegalArgumentException with a one-line message for the operator if a name is unknown or given twice, or
     *     if two metrics exclude each other
     */
    public static List<MetricSpec> parse(List<String> texts) {
        Map<String, MetricSpec> byName = new LinkedHashMap<>();
        for (String text : texts) {
            for (String words : text.strip().split("\\s+", -1)) {
                for (String metric : items(words)) {
                    MetricSpec spec = MetricSpec.parse(metric);
                    requireKnown(spec.name());
                    if (byName.put(spec.name(), spec) != null) {
                        throw new IllegalArgumentException(
                                "metric \"" + spec.name() + "\" is given twice; give it once with all its options");
                    }
                }
            }
        }
        requireOneHttp(new ArrayList<>(byName.keySet()));
        return List.copyOf(byName.values());
    }

    private static List<String> items(String words) {
        List<String> items = new ArrayList<>();
        for (String piece : words.split(",", -1)) {
            int last = items.size() - 1;
            if (last >= 0 && listsValues(items.get(last)) && !NAMES.contains(nameOf(piece))) {
                items.set(last, items.get(last) + "," + piece);
            } else {
                items.add(piece);
            }
        }
        return items;
    }

    private static boolean listsValues(String item) {
        return item.indexOf('=', item.lastIndexOf(';') + 1) >= 0 && item.indexOf(':') >= 0;
    }

    private static String nameOf(String item) {
        int colon = item.indexOf(':');
        return colon < 0 ? item : item.substring(0, colon);
    }

    private static void requireKnown(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("metric \"" + name + "\" does not exist; the metrics are "
                    + String.join(", ", new TreeSet<>(NAMES)));
        }
    }

    private static void requireOneHttp(List<String> names) {
        int first = names.indexOf(HTTP);
        int second = names.indexOf(HTTP_V2);
        if (first >= 0 && second >= 0) {
            throw new IllegalArgumentException("metric " + names.get(Math.min(first, second))
                    + " conflicts with metric " + names.get(Math.max(first, second)) + "; choose one of them");
        }
    }
}
