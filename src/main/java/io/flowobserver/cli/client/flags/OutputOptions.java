// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.flags;

import io.flowobserver.cli.console.Colors;
import io.flowobserver.cli.console.StandardStreams;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.cli.print.CompactPrinter;
import io.flowobserver.cli.print.DictPrinter;
import io.flowobserver.cli.print.FlowJsonPrinter;
import io.flowobserver.cli.print.LineStyle;
import io.flowobserver.cli.print.PeerColumns;
import io.flowobserver.cli.print.Printer;
import io.flowobserver.cli.print.TablePrinter;
import io.flowobserver.flow.text.NearestName;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags for the format of flows. They choose a printer. */
public final class OutputOptions {
    private static final List<String> COLORS = List.of("auto", "always", "never");

    @Mixin
    private final Format format = new Format();

    @Option(names = "--numeric", description = "addresses instead of names")
    private boolean numeric;

    @Option(
            names = "--ip-translation",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "names instead of addresses (default)")
    private boolean translate;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto (on a terminal), always or never; default: auto")
    private String color = "";

    @Option(
            names = "--bytes",
            description = "packets and bytes of each flow since the one before it: as columns of table, at the end of a"
                    + " compact line; dict and json have them anyway")
    private boolean bytes;

    /** Returns the flags that other events have too. */
    public Format format() {
        return format;
    }

    /** Returns whether the format shows counts. */
    public boolean showsCounts() {
        return bytes || format.kind() == Format.Kind.DICT;
    }

    /**
     * Returns the printer of the chosen format.
     *
     * @throws UserError if a flag has a wrong value, or if the format is a table and the stream has no end
     */
    public Printer<GetFlowsResponse> printer(boolean follows) {
        Format.Kind kind = format.kind();
        Colors colors = new Colors((kind == Format.Kind.COMPACT || kind == Format.Kind.DICT) && colored());
        LineStyle style = format.style(colors);
        PeerColumns peers = new PeerColumns(translate && !numeric, colors);
        return switch (kind) {
            case COMPACT -> new CompactPrinter(style, peers, bytes);
            case DICT -> new DictPrinter(style, peers);
            case TABLE -> {
                format.refuseTableIf(follows);
                yield new TablePrinter(style, peers, bytes);
            }
            case JSON -> new FlowJsonPrinter(false);
            case BARE_JSON -> new FlowJsonPrinter(true);
        };
    }

    private boolean colored() {
        return switch (color) {
            case "always" -> true;
            case "never" -> false;
            case "auto" -> StandardStreams.colored();
            default -> throw new UserError("invalid --color value: " + color + NearestName.choice(color, COLORS));
        };
    }
}
