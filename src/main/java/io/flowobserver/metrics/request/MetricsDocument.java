// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics.request;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Parses the metrics file: names, options and filters of metrics. As in Hubble, the case of keys does not matter,
 * unknown keys are ignored outside of filters, and booleans and numbers among the values of options count as text.
 */
public final class MetricsDocument {
    private MetricsDocument() {}

    /**
     * Parses a document. The metrics in it need not exist.
     *
     * @throws IllegalArgumentException with a one-line message for the operator if the document cannot be used
     */
    public static List<MetricRequest> parse(String text) {
        List<MetricRequest> requests = new ArrayList<>();
        Set<String> names = new HashSet<>();
        JsonElement root = YamlTree.parse(text);
        JsonArray metrics = root.isJsonNull() ? new JsonArray() : list(object(root, "the file"), "metrics");
        for (JsonElement metric : metrics) {
            JsonObject fields = metric.isJsonNull() ? new JsonObject() : object(metric, "a metric");
            String name = text(field(fields, "name"), "name");
            if (name.isEmpty()) {
                throw new IllegalArgumentException("missing metric name at: " + requests.size());
            }
            if (!names.add(name)) {
                throw new IllegalArgumentException("duplicate metric specified: " + name);
            }
            requests.add(new MetricRequest(
                    new MetricSpec(name, options(fields)),
                    filters(fields, "includeFilters"),
                    filters(fields, "excludeFilters")));
        }
        return requests;
    }

    private static List<MetricSpec.Option> options(JsonObject metric) {
        List<MetricSpec.Option> options = new ArrayList<>();
        for (JsonElement option : list(metric, "contextOptions")) {
            JsonObject fields = object(option, "an entry of contextOptions");
            List<String> values = new ArrayList<>();
            list(fields, "values").forEach(value -> values.add(text(value, "values")));
            options.add(new MetricSpec.Option(text(field(fields, "name"), "name"), values));
        }
        return options;
    }

    private static List<FlowFilter> filters(JsonObject metric, String key) {
        List<FlowFilter> filters = new ArrayList<>();
        for (JsonElement filter : list(metric, key)) {
            FlowFilter.Builder builder = FlowFilter.newBuilder();
            try {
                JsonFormat.parser().merge(object(filter, "an entry of " + key).toString(), builder);
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
            }
            filters.add(builder.build());
        }
        return filters;
    }

    private static JsonObject object(JsonElement element, String what) {
        if (!element.isJsonObject()) {
            throw new IllegalArgumentException(what + " has to be a map of keys and values");
        }
        return element.getAsJsonObject();
    }

    private static JsonArray list(JsonObject fields, String key) {
        JsonElement value = field(fields, key);
        if (value.isJsonNull()) {
            return new JsonArray();
        }
        if (!value.isJsonArray()) {
            throw new IllegalArgumentException(key + " has to be a list");
        }
        return value.getAsJsonArray();
    }

    private static String text(JsonElement value, String key) {
        if (!value.isJsonNull() && !value.isJsonPrimitive()) {
            throw new IllegalArgumentException(key + " has to be a text, not a list or a map");
        }
        return value.isJsonNull() ? "" : value.getAsString();
    }

    private static JsonElement field(JsonObject fields, String key) {
        for (String name : fields.keySet()) {
            if (name.equalsIgnoreCase(key)) {
                return fields.get(name);
            }
        }
        return JsonNull.INSTANCE;
    }
}
