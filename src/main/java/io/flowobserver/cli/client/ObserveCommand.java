// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import com.google.protobuf.FieldMask;
import com.google.protobuf.TextFormat;
import io.flowobserver.cli.answer.ServerWords;
import io.flowobserver.cli.client.connect.ServerAddress;
import io.flowobserver.cli.client.connect.ServerOption;
import io.flowobserver.cli.client.flags.AnswerOptions;
import io.flowobserver.cli.client.flags.FilterOptions;
import io.flowobserver.cli.client.flags.InputOptions;
import io.flowobserver.cli.client.flags.MaskOptions;
import io.flowobserver.cli.client.flags.OutputOptions;
import io.flowobserver.cli.client.flags.RangeOptions;
import io.flowobserver.cli.client.flags.RawFilters;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.cli.print.NodeStatusFilter;
import io.flowobserver.cli.print.Printer;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code observer observe}: requests flows from a server and prints them. */
@Command(
        name = "observe",
        description = "Print flows",
        sortOptions = false,
        abbreviateSynopsis = true,
        commandListHeading = "%nCommands:%n",
        exitCodeOnInvalidInput = 1)
public final class ObserveCommand implements Callable<Integer> {
    @Mixin
    private final ServerOption server = new ServerOption();

    @Mixin
    private final RangeOptions selection = new RangeOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final MaskOptions masks = new MaskOptions();

    @Mixin
    private final RawFilters raw = new RawFilters();

    @Mixin
    private final InputOptions input = new InputOptions();

    @Mixin
    private final AnswerOptions answer = new AnswerOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    private final FilterOptions filters = new FilterOptions();

    private ObserveCommand() {}

    static CommandLine commandLine() {
        ObserveCommand command = new ObserveCommand();
        CommandSpec spec = CommandSpec.forAnnotatedObject(command);
        command.filters.addTo(spec);
        CommandLine line = new CommandLine(spec);
        ObserveHelp.arrange(line);
        return line;
    }

    /** Creates the command without sub-commands. */
    public static CommandLine alone() {
        return commandLine();
    }

    /** Creates the command with its sub-commands for flows and other events. */
    public static CommandLine withEvents() {
        return commandLine()
                .addSubcommand("flows", commandLine().setCommandName("flows"))
                .addSubcommand(new AgentEventsCommand())
                .addSubcommand(new DebugEventsCommand());
    }

    /** Checks in the order of the hubble CLI, so that a command line with several faults reports the same one. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        server.check();
        filters.check();
        Printer<GetFlowsResponse> printer = printer();
        masks.check(output.format());
        warn(output.format().timeWarning());
        GetFlowsRequest request = masked(request(Instant.now()));
        if (raw.arePrinted()) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(RawFilters.yaml(request.getWhitelistList(), request.getBlacklistList()));
            out.flush();
        } else {
            answer(request, printer);
        }
        return CommandLine.ExitCode.OK;
    }

    private void answer(GetFlowsRequest request, Printer<GetFlowsResponse> printer)
            throws IOException, InterruptedException {
        FlowAnswer flows = new FlowAnswer(request, answer, spec.commandLine().getErr());
        boolean json = output.format().kind().isJson();
        try {
            if (!input.given()) {
                flows.ofServer(address(request), printer, json);
            } else if (server.isForwarded()) {
                throw new UserError("cannot use --input-file and --port-forward together");
            } else {
                flows.ofFile(input, printer, json);
            }
        } catch (UserError e) {
            throw new UserError(ServerWords.explain(String.valueOf(e.getMessage())));
        }
    }

    private ServerAddress address(GetFlowsRequest request) {
        ServerAddress address = server.address();
        if (server.isDebug()) {
            server.explain(
                    "GetFlows " + TextFormat.printer().emittingSingleLine(true).printToString(request));
        }
        return address;
    }

    private void warn(String warning) {
        if (!warning.isEmpty()) {
            spec.commandLine().getErr().println("observer: " + SafeText.of(warning));
        }
    }

    GetFlowsRequest request(Instant now) {
        GetFlowsRequest.Builder request = GetFlowsRequest.newBuilder();
        selection.range().fill(request, now);
        if (input.given() && !selection.isCounted()) {
            request.clearNumber();
        }
        filters.fill(request);
        return request.addAllWhitelist(raw.whitelist())
                .addAllBlacklist(raw.blacklist())
                .build();
    }

    GetFlowsRequest masked(GetFlowsRequest request) {
        FieldMask mask = masks.mask(output.format(), output.showsCounts() || answer.summary());
        return mask.getPathsCount() == 0
                ? request
                : request.toBuilder().setFieldMask(mask).build();
    }

    Printer<GetFlowsResponse> printer() {
        return new NodeStatusFilter(output.printer(selection.follows()), input.isSilent(), server.isDebug());
    }
}
