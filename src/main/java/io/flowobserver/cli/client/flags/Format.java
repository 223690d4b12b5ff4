// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.flags;

import io.flowobserver.cli.console.Colors;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.cli.print.LineStyle;
import io.flowobserver.flow.text.NearestName;
import io.flowobserver.flow.text.TimeFormat;
import java.util.List;
import picocli.CommandLine.Option;

/** The flags for the format of the responses of a stream. */
public final class Format {
    private static final String LEGACY_JSON = "legacy-json-output";
    private static final List<String> KINDS = List.of("compact", "dict", "table", "json", "jsonpb", "json-legacy");

    /** The formats, each of which may have several names. */
    public enum Kind {
        COMPACT,
        DICT,
        TABLE,
        /** Whole responses. */
        JSON,
        /** Flows and events without the response around them. */
        BARE_JSON;

        /** Returns whether programs read this format. */
        public boolean isJson() {
            return this == JSON || this == BARE_JSON;
        }
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "compact",
            description =
                    "compact (one line each), dict (several lines each), table (at the end), json or jsonpb (one line"
                            + " each, for programs), json-legacy (as -j); default: compact")
    private String name = "";

    @Option(
            names = {"-j", "--json"},
            description = "JSON of the flow or event alone, one line each, as the first hubble CLIs printed it")
    private boolean bare;

    @Option(
            names = "--compat",
            hidden = true,
            defaultValue = "${env:OBSERVER_COMPAT:-${env:HUBBLE_COMPAT:-}}",
            description = "filled from $OBSERVER_COMPAT or $HUBBLE_COMPAT: legacy-json-output makes json the same as"
                    + " json-legacy")
    private String compat = "";

    @Option(names = "--print-node-name", description = "print the name of the node that saw the event")
    private boolean node;

    @Option(
            names = "--print-policy-names",
            description = "print the names of the policies that allowed or denied, with policy verdicts")
    private boolean policies;

    @Option(
            names = "--time-format",
            paramLabel = "NAME",
            defaultValue = "StampMilli",
            description = "StampMilli, YearMonthDay, YearMonthDayHour, YearMonthDayHourMinute, RFC3339, RFC3339Milli,"
                    + " RFC3339Micro, RFC3339Nano or RFC1123Z, for people's formats, in UTC; default: StampMilli")
    private String timeFormat = "";

    /** Returns the name as the user wrote it. */
    String name() {
        return bare ? "json" : name;
    }

    /**
     * Returns the format.
     *
     * @throws UserError if the name is unknown, or if {@code -j} and {@code -o} contradict each other
     */
    public Kind kind() {
        Kind kind =
                switch (name) {
                    case "compact" -> Kind.COMPACT;
                    case "dict" -> Kind.DICT;
                    case "table", "tab" -> Kind.TABLE;
                    case "json", "JSON" -> isLegacy() ? Kind.BARE_JSON : Kind.JSON;
                    case "jsonpb" -> Kind.JSON;
                    case "json-legacy" -> Kind.BARE_JSON;
                    default -> throw new UserError("invalid output format: " + name + NearestName.choice(name, KINDS));
                };
        if (bare && (kind == Kind.DICT || kind == Kind.TABLE)) {
            throw new UserError("cannot set both --json and --output " + name);
        }
        return bare ? Kind.BARE_JSON : kind;
    }

    /** Returns how the formats for people show lines. */
    public LineStyle style(Colors colors) {
        return new LineStyle(node, policies, TimeFormat.named(timeFormat), colors);
    }

    /**
     * Returns what to tell about a time format that is unknown, and therefore StampMilli, as in the hubble CLI; empty if
     * it is known.
     */
    public String timeWarning() {
        return TimeFormat.isKnown(timeFormat)
                ? ""
                : "unknown --time-format \"" + timeFormat + "\"" + NearestName.question(timeFormat, TimeFormat.NAMES)
                        + " Times are printed as StampMilli";
    }

    /** Refuses a table if the stream has no end. */
    public void refuseTableIf(boolean follows) {
        if (follows) {
            throw new UserError("table output format is not compatible with follow mode");
        }
    }

    private boolean isLegacy() {
        return List.of(compat.split("[,\\s]+", -1)).contains(LEGACY_JSON);
    }
}
