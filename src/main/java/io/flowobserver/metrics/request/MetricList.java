// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.request;

import io.flowobserver.flow.row.Generation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names of all metrics, and the parser of the values of all {@code --metric} flags. */
public final class MetricList {
    public static final String HTTP = "http";
    public static final String HTTP_V2 = "httpV2";
    public static final String KAFKA = "kafka";

    /** Packets and bytes, of flows that have counts. */
    public static final String TRAFFIC = "traffic";
    /** Begin and end of connections, of flows that have counts. */
    public static final String CONNECTIONS = "connections";

    private static final String DNS = "dns";

    /** An item whose last option is one that shows a side of the flow, with a value. */
    private static final Pattern NAMES_A_SIDE =
            Pattern.compile("[^:]*:(.*;)?(source|destination)(Ingress|Egress)?Context=[^;]*", Pattern.CASE_INSENSITIVE);

    private static final Logger log = LoggerFactory.getLogger(MetricList.class);

    /** The names of the metrics of all generations. */
    private static final Set<String> NAMES = Set.of(
            CONNECTIONS,
            DNS,
            "drop",
            "flow",
            "flows-to-world",
            HTTP,
            HTTP_V2,
            "icmp",
            KAFKA,
            "policy",
            "port-distribution",
            "sctp",
            "tcp",
            TRAFFIC);

    private MetricList() {}

    /** Returns whether a generation has a metric of this name. Metrics that are only new exist in each generation. */
    public static boolean exists(String name, Generation generation) {
        return NAMES.contains(name) && (generation.hasKafka() || !name.equals(KAFKA));
    }

    /**
     * Parses lists whose items are separated by commas or white space. A comma can also separate the values of an
     * option. The word after a comma is such a value only if the item before it lists values and the word is no name of
     * a metric. A metric that the generation does not have any more is left out with a warning, as in Hubble.
     *
     * @throws IllegalArgumentException with a one-line message for the operator if a name is unknown or given twice, or
     *     if two metrics exclude each other
     */
    public static List<MetricSpec> parse(List<String> texts, Generation generation) {
        Map<String, MetricSpec> byName = new LinkedHashMap<>();
        for (String text : texts) {
            for (String words : text.strip().split("\\s+", -1)) {
                for (String metric : items(words, generation)) {
                    add(MetricSpec.parse(metric, generation), generation, byName);
                }
            }
        }
        requireOneHttp(new ArrayList<>(byName.keySet()));
        return List.copyOf(byName.values());
    }

    private static void add(MetricSpec spec, Generation generation, Map<String, MetricSpec> byName) {
        requireKnown(spec.name(), generation);
        if (!exists(spec.name(), generation)) {
            log.warn("metric \"{}\" is left out: Cilium {} does not have it", spec.name(), generation.label());
        } else if (byName.put(spec.name(), spec) != null) {
            throw new IllegalArgumentException(
                    "metric \"" + spec.name() + "\" is given twice; give it once with all its options");
        }
    }

    private static List<String> items(String words, Generation generation) {
        List<String> items = new ArrayList<>();
        for (String piece : words.split(",", -1)) {
            int last = items.size() - 1;
            if (last >= 0 && listsValues(items.get(last)) && isValue(piece, items.get(last), generation)) {
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

    /**
     * Returns whether the word after a comma belongs to the option before it. {@code dns} is a metric and also a value
     * of {@code sourceContext} and others like it. From Cilium 1.20 on a comma separates no such values, so it is taken
     * for one, which is then refused.
     */
    private static boolean isValue(String word, String item, Generation generation) {
        return !NAMES.contains(nameOf(word))
                || (generation.isAtLeast(Generation.V1_20)
                        && word.equals(DNS)
                        && NAMES_A_SIDE.matcher(item).matches());
    }

    private static String nameOf(String item) {
        int colon = item.indexOf(':');
        return colon < 0 ? item : item.substring(0, colon);
    }

    private static void requireKnown(String name, Generation generation) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("metric \"" + name + "\" does not exist; the metrics are "
                    + NAMES.stream()
                            .filter(known -> exists(known, generation))
                            .sorted()
                            .collect(Collectors.joining(", ")));
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
