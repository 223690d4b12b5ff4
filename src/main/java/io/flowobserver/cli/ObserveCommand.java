// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import io.flowobserver.filter.flags.FilterFlag;
import io.flowobserver.filter.flags.FlowFilters;
import io.flowobserver.proto.observer.GetFlowsRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** {@code observer observe}: asks a server for flows and prints them. */
@Command(
        name = "observe",
        description = "Print flows",
        sortOptions = false,
        abbreviateSynopsis = true,
        exitCodeOnInvalidInput = 1)
final class ObserveCommand implements Callable<Integer> {
    @Mixin
    private final ServerOption server = new ServerOption();

    @Mixin
    private final Selection selection = new Selection();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "compact",
            description =
                    "compact (a line for people), dict (lines for people), table (at the end), json or jsonpb (a line"
                            + " for programs); default: compact")
    private String format = "";

    @Option(names = "--print-node-name", description = "name the node that saw the flow")
    private boolean nodeName;

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

    private final FlowFilters filters = new FlowFilters();

    private ObserveCommand() {}

    static CommandLine commandLine() {
        ObserveCommand command = new ObserveCommand();
        CommandSpec spec = CommandSpec.forAnnotatedObject(command);
        for (FilterFlag flag : FilterFlag.values()) {
            spec.addOption(command.option(flag));
        }
        return new CommandLine(spec);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        GetFlowsRequest request = request(Instant.now());
        FlowPrinter printer = printer();
        ConsoleOutput output = StandardStreams.open();
        try (Connection connection = new Connection(server.address())) {
            FlowStream stream = new FlowStream(connection, printer, output);
            Interruption interruption = new Interruption(stream::stop);
            try {
                stream.run(request);
            } finally {
                interruption.finished();
            }
        } catch (IOException e) {
            if (!StandardStreams.outputIsPipe()) {
                throw new UserError("cannot write to standard output: " + e.getMessage());
            }
        }
        return CommandLine.ExitCode.OK;
    }

    GetFlowsRequest request(Instant now) {
        GetFlowsRequest.Builder request = GetFlowsRequest.newBuilder();
        selection.range().fill(request, now);
        return request.addAllWhitelist(filters.whitelist())
                .addAllBlacklist(filters.blacklist())
                .build();
    }

    /** The repeatable flags reach {@link FlowFilters} one by one, in the order of the command line. */
    private OptionSpec option(FilterFlag flag) {
        OptionSpec.Builder option = OptionSpec.builder(flag.spellings()).description(flag.description());
        if (flag.label() == null) {
            option.type(boolean.class).arity("0");
        } else {
            option.type(String.class).arity("1").paramLabel(flag.label());
        }
        return option.setter(new ISetter() {
                    @Override
                    public <T> T set(T value) {
                        if (value != null) {
                            filters.add(flag, value.toString());
                        }
                        return value;
                    }
                })
                .build();
    }

    FlowPrinter printer() {
        boolean names = translate && !numeric;
        return switch (format) {
            case "compact" -> {
                Colors colors = new Colors(colored());
                yield new CompactPrinter(nodeName, colors, new Hosts(names, colors));
            }
            case "dict" -> {
                Colors colors = new Colors(colored());
                yield new DictPrinter(nodeName, colors, new Hosts(names, colors));
            }
            case "table" -> {
                if (selection.follows()) {
                    throw new UserError("table output format is not compatible with follow mode");
                }
                yield new TablePrinter(nodeName, new Hosts(names, new Colors(false)));
            }
            case "json", "jsonpb", "JSON" -> new JsonPrinter();
            default ->
                throw new UserError("invalid output format: " + format + ", use compact, dict, table, json or jsonpb");
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
