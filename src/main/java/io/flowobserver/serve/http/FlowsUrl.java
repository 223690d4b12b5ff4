// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

import io.flowobserver.filter.flags.FilterFlag;
import io.flowobserver.filter.flags.FlagException;
import io.flowobserver.filter.flags.FlowFilters;
import io.flowobserver.filter.flags.FlowRange;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The parameters of {@code /flows}: the flags of {@code observer observe} without their dashes. For one request. */
final class FlowsUrl {
    private static final List<String> RANGE = List.of("last", "first", "all", "follow", "since", "until");

    private final Map<String, String> range = new HashMap<>();
    private final FlowFilters filters = new FlowFilters();

    private FlowsUrl() {}

    /**
     * Makes a request of the query of a URL. The order counts: {@code not} is for the filter after it.
     *
     * @throws FlagException with one line for the author of the URL
     */
    static GetFlowsRequest request(String query, Instant now) {
        FlowsUrl asked = new FlowsUrl();
        try {
            for (String parameter : query.split("&", -1)) {
                int equals = parameter.indexOf('=');
                String name = equals < 0 ? parameter : parameter.substring(0, equals);
                String value = equals < 0 ? "" : parameter.substring(equals + 1);
                if (!parameter.isEmpty()) {
                    asked.add(decoded(name), decoded(value));
                }
            }
        } catch (IllegalArgumentException notDecoded) {
            throw new FlagException("the query is not encoded as a URL needs it; write a percent sign as %25");
        }
        GetFlowsRequest.Builder request = GetFlowsRequest.newBuilder();
        asked.range().fill(request, now);
        return request.addAllWhitelist(asked.filters.whitelist())
                .addAllBlacklist(asked.filters.blacklist())
                .build();
    }

    private void add(String name, String value) {
        if (RANGE.contains(name)) {
            range.put(name, value);
            return;
        }
        FilterFlag flag = Arrays.stream(FilterFlag.values())
                .filter(known -> known.flag().equals("--" + name))
                .findFirst()
                .orElseThrow(() -> new FlagException(
                        "there is no parameter \"" + name + "\"; the parameters are " + String.join(", ", names())));
        filters.add(flag, flag.label() == null && value.isEmpty() ? "true" : value);
    }

    private static String decoded(String text) {
        return QueryStringDecoder.decodeComponent(text);
    }

    private FlowRange range() {
        return new FlowRange(
                number("last"), number("first"), truth("all"), truth("follow"), text("since"), text("until"));
    }

    private @Nullable String text(String name) {
        return range.get(name);
    }

    private long number(String name) {
        String text = range.getOrDefault(name, "0");
        if (!text.matches("[0-9]{1,18}")) {
            throw new FlagException(name + ": \"" + text + "\" is not a number of flows");
        }
        return Long.parseLong(text);
    }

    /** A parameter without a value is true. */
    private boolean truth(String name) {
        String text = range.getOrDefault(name, "false");
        if (!List.of("", "true", "false").contains(text)) {
            throw new FlagException(name + ": \"" + text + "\" is neither true nor false");
        }
        return !text.equals("false");
    }

    private static Set<String> names() {
        Set<String> names = new TreeSet<>(RANGE);
        for (FilterFlag flag : FilterFlag.values()) {
            names.add(flag.flag().substring(2));
        }
        return names;
    }
}
