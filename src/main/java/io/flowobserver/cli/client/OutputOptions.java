// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.console.Colors;
import io.flowobserver.cli.console.StandardStreams;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.cli.print.CompactPrinter;
import io.flowobserver.cli.print.DictPrinter;
import io.flowobserver.cli.print.FlowJsonPrinter;
import io.flowobserver.cli.print.PeerColumns;
import io.flowobserver.cli.print.Printer;
import io.flowobserver.cli.print.TablePrinter;
import io.flowobserver.proto.observer.GetFlowsResponse;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags for the format of flows. They choose a printer. */
final class OutputOptions {
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

    Printer<GetFlowsResponse> printer(boolean follows) {
        boolean names = translate && !numeric;
        boolean nodeName = format.namesNode();
        return switch (format.name()) {
            case "compact" -> {
                Colors colors = new Colors(colored());
                yield new CompactPrinter(nodeName, colors, new PeerColumns(names, colors));
            }
            case "dict" -> {
                Colors colors = new Colors(colored());
                yield new DictPrinter(nodeName, colors, new PeerColumns(names, colors));
            }
            case "table", "tab" -> {
                format.refuseTableIf(follows);
                yield new TablePrinter(nodeName, new PeerColumns(names, new Colors(false)));
            }
            case "json", "jsonpb", "JSON" -> new FlowJsonPrinter();
            default -> throw format.unknown();
        };
    }

    private boolean colored() {
        return switch (color) {
            case "always" -> true;
            case "never" -> false;
            case "auto" -> StandardStreams.colored();
            default -> throw new UserError("invalid --color value: " + color + ", use auto, always or never");
        };
    }
}
