// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import com.google.protobuf.FieldMask;
import com.google.protobuf.TextFormat;
import io.flowobserver.cli.answer.FlowTally;
import io.flowobserver.cli.answer.Question;
import io.flowobserver.cli.answer.ServerWords;
import io.flowobserver.cli.answer.TallyPrinter;
import io.flowobserver.cli.client.connect.TlsOptions;
import io.flowobserver.cli.client.file.FlowFile;
import io.flowobserver.cli.client.flags.AnswerOptions;
import io.flowobserver.cli.client.flags.Format;
import io.flowobserver.cli.client.flags.InputOptions;
import io.flowobserver.cli.client.flags.MaskOptions;
import io.flowobserver.cli.client.flags.OutputOptions;
import io.flowobserver.cli.client.flags.RangeOptions;
import io.flowobserver.cli.client.flags.RawFilters;
import io.flowobserver.cli.console.ConsoleOutput;
import io.flowobserver.cli.console.HelpSection;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.cli.console.StandardStreams;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.cli.print.NodeStatusFilter;
import io.flowobserver.cli.print.Printer;
import io.flowobserver.filter.flags.FilterFlag;
import io.flowobserver.filter.flags.FlowFilters;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import io.flowobserver.proto.observer.ObserverGrpc;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
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
    private static final Set<String> FILTERS =
            Arrays.stream(FilterFlag.values()).map(FilterFlag::flag).collect(Collectors.toUnmodifiableSet());
    private static final List<HelpSection> SECTIONS = List.of(
            new HelpSection("Which part of the history", isOf(RangeOptions.class)),
            new HelpSection(
                    "How flows are shown",
                    isOf(Format.class)
                            .or(isOf(OutputOptions.class))
                            .or(isOf(MaskOptions.class))
                            .or(isOf(AnswerOptions.class))),
            new HelpSection(
                    "Which flows (a flag that is given twice matches either value)",
                    option -> FILTERS.contains(option.longestName())),
            new HelpSection("Filters in the form of the API", isOf(RawFilters.class)),
            new HelpSection("Where flows come from", ObserveCommand::isConnection),
            new HelpSection("General", option -> true));

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

    private final FlowFilters filters = new FlowFilters();
    private final FlowTally tally = new FlowTally();

    private ObserveCommand() {}

    static CommandLine commandLine() {
        ObserveCommand command = new ObserveCommand();
        CommandSpec spec = CommandSpec.forAnnotatedObject(command);
        for (FilterFlag flag : FilterFlag.values()) {
            spec.addOption(command.option(flag));
        }
        CommandLine line = new CommandLine(spec);
        line.getHelpSectionMap()
                .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> HelpSection.render(help, SECTIONS));
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
        filters.checkEnd();
        Printer<GetFlowsResponse> printer = printer();
        masks.check(output.format());
        warn(output.format().timeWarning());
        GetFlowsRequest request = masked(request(Instant.now()));
        if (raw.arePrinted()) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(RawFilters.yaml(request.getWhitelistList(), request.getBlacklistList()));
            out.flush();
        } else {
            boolean counted = answer.summary() || answer.explains();
            answer(request, counted ? new TallyPrinter<>(printer, tally) : printer);
        }
        return CommandLine.ExitCode.OK;
    }

    private void answer(GetFlowsRequest request, Printer<GetFlowsResponse> printer)
            throws IOException, InterruptedException {
        try {
            if (input.given()) {
                readFile(request, printer);
            } else {
                askServer(request, printer);
            }
        } catch (UserError e) {
            throw new UserError(ServerWords.explain(String.valueOf(e.getMessage())));
        }
    }

    private void askServer(GetFlowsRequest request, Printer<GetFlowsResponse> printer)
            throws IOException, InterruptedException {
        ServerAddress address = server.address();
        if (server.isDebug()) {
            server.explain(
                    "GetFlows " + TextFormat.printer().emittingSingleLine(true).printToString(request));
        }
        List<StreamWatcher> watchers = new ArrayList<>();
        if (answer.explains()) {
            watchers.add(new AnswerWords(new Question(request), tally, this::say));
        }
        if (answer.summary()) {
            watchers.add(summary());
        }
        StreamingClient.print(
                address, printer, ObserverGrpc.getGetFlowsMethod(), request, watchers.toArray(StreamWatcher[]::new));
    }

    private SummaryPrinter summary() {
        return new SummaryPrinter(
                tally, output.format().kind().isJson(), spec.commandLine().getErr()::println);
    }

    private void warn(String warning) {
        if (!warning.isEmpty()) {
            say(SafeText.of(warning));
        }
    }

    private void say(String line) {
        spec.commandLine().getErr().println("observer: " + line);
    }

    private void readFile(GetFlowsRequest request, Printer<GetFlowsResponse> printer) throws IOException {
        if (server.isForwarded()) {
            throw new UserError("cannot use --input-file and --port-forward together");
        }
        SummaryPrinter summary = summary();
        ConsoleOutput console = StandardStreams.open();
        ResponsePrinter<GetFlowsResponse> responses = new ResponsePrinter<>(printer, console);
        try (FlowFile file = FlowFile.open(input.file())) {
            file.read(request, responses::print, input.isSilent() ? line -> {} : console::errorLine);
            responses.finish();
            if (answer.explains() && tally.isEmpty()) {
                say("no flow matched; the file has " + file.flows() + " flows");
            }
            if (answer.summary()) {
                summary.print();
            }
        } catch (IOException e) {
            ResponsePrinter.accept(e);
        }
    }

    GetFlowsRequest request(Instant now) {
        GetFlowsRequest.Builder request = GetFlowsRequest.newBuilder();
        selection.range().fill(request, now);
        if (input.given() && !selection.isCounted()) {
            request.clearNumber();
        }
        return request.addAllWhitelist(filters.whitelist())
                .addAllWhitelist(raw.whitelist())
                .addAllBlacklist(filters.blacklist())
                .addAllBlacklist(raw.blacklist())
                .build();
    }

    GetFlowsRequest masked(GetFlowsRequest request) {
        FieldMask mask = masks.mask(output.format());
        return mask.getPathsCount() == 0
                ? request
                : request.toBuilder().setFieldMask(mask).build();
    }

    private static boolean isConnection(OptionSpec option) {
        return option.userObject() instanceof Field field
                && (field.getDeclaringClass() == ServerOption.class
                        || field.getDeclaringClass() == InputOptions.class
                        || field.getDeclaringClass().getPackage() == TlsOptions.class.getPackage());
    }

    private static Predicate<OptionSpec> isOf(Class<?> mixin) {
        return option -> option.userObject() instanceof Field field && field.getDeclaringClass() == mixin;
    }

    /**
     * Creates the option of a filter flag. Each occurrence is added to {@link FlowFilters} in the order of the command
     * line.
     */
    private OptionSpec option(FilterFlag flag) {
        OptionSpec.Builder option = OptionSpec.builder(flag.spellings()).description(flag.description());
        if (flag.label() == null) {
            // As in the hubble CLI, a value is taken and ignored: --reply=false is the same as --reply.
            option.type(boolean.class);
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

    Printer<GetFlowsResponse> printer() {
        return new NodeStatusFilter(output.printer(selection.follows()), input.isSilent(), server.isDebug());
    }
}
