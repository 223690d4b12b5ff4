// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.flags;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonStreamParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.flow.text.ProtoJson;
import io.flowobserver.proto.flow.FlowFilter;
import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Filters in the JSON form of the API: the flags that take them, and the flag that prints all filters. */
public final class RawFilters {
    @Option(
            names = "--allowlist",
            paramLabel = "JSON",
            arity = "1",
            description = "filters in the form of the API, in addition to other flags: '{\"source_pod\":[\"shop/\"]}'")
    private @Nullable List<String> allowed;

    @Option(
            names = "--denylist",
            paramLabel = "JSON",
            arity = "1",
            description = "filters in the form of the API for flows to leave out")
    private @Nullable List<String> denied;

    @Option(names = "--print-raw-filters", description = "print the filters of the request, and do not send it")
    private boolean print;

    /** Returns whether the filters are printed and not sent. */
    public boolean arePrinted() {
        return print;
    }

    /**
     * Returns the filters of {@code --allowlist}.
     *
     * @throws UserError if a value is no filter
     */
    public List<FlowFilter> whitelist() {
        return parse("--allowlist", allowed);
    }

    /**
     * Returns the filters of {@code --denylist}.
     *
     * @throws UserError if a value is no filter
     */
    public List<FlowFilter> blacklist() {
        return parse("--denylist", denied);
    }

    /** Returns both lists in YAML, with each filter as JSON text, without the last line end. */
    public static String yaml(List<FlowFilter> whitelist, List<FlowFilter> blacklist) {
        StringBuilder out = new StringBuilder();
        append(out, "allowlist:\n", whitelist);
        append(out, "denylist:\n", blacklist);
        return out.isEmpty() ? "{}" : out.substring(0, out.length() - 1);
    }

    private static void append(StringBuilder out, String head, List<FlowFilter> filters) {
        if (filters.isEmpty()) {
            return;
        }
        out.append(head);
        ProtoJson json = new ProtoJson();
        for (FlowFilter filter : filters) {
            byte[] bytes = filter.toByteArray();
            StringBuilder text = new StringBuilder();
            json.append(text, FlowFilter.getDescriptor(), bytes, 0, bytes.length);
            out.append("    - '")
                    .append(SafeText.of(text.toString()).replace("'", "''"))
                    .append("'\n");
        }
    }

    private static List<FlowFilter> parse(String flag, @Nullable List<String> values) {
        List<FlowFilter> filters = new ArrayList<>();
        for (String value : values == null ? List.<String>of() : values) {
            try {
                JsonStreamParser objects = new JsonStreamParser(value);
                while (objects.hasNext()) {
                    filters.add(filter(objects.next()));
                }
            } catch (JsonParseException | InvalidProtocolBufferException e) {
                throw new UserError("invalid " + flag + " flag: failed to decode '" + value + "': " + reason(e));
            }
        }
        return filters;
    }

    private static FlowFilter filter(JsonElement object) throws InvalidProtocolBufferException {
        if (!object.isJsonObject()) {
            throw new InvalidProtocolBufferException("not an object");
        }
        FlowFilter.Builder filter = FlowFilter.newBuilder();
        JsonFormat.parser().merge(object.toString(), filter);
        return filter.build();
    }

    /** Returns the first line of the parser's message. Positions in it refer to the text that the parser read. */
    private static String reason(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof EOFException) {
            return "unexpected end";
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
