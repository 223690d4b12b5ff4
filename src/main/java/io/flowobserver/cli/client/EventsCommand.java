// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.flowobserver.cli.answer.EventTally;
import io.flowobserver.cli.answer.TallyPrinter;
import io.flowobserver.cli.client.flags.Format;
import io.flowobserver.cli.client.flags.InputOptions;
import io.flowobserver.cli.client.flags.MaskOptions;
import io.flowobserver.cli.client.flags.RangeOptions;
import io.flowobserver.cli.console.Colors;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.cli.print.EventPrinter;
import io.flowobserver.cli.print.EventText;
import io.flowobserver.cli.print.JsonPrinter;
import io.flowobserver.cli.print.LineStyle;
import io.flowobserver.cli.print.Printer;
import io.flowobserver.filter.flags.FlowRange;
import io.flowobserver.flow.text.TimeFormat;
import io.flowobserver.proto.observer.GetAgentEventsRequest;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Requests events other than flows from a server and prints them.
 *
 * @param <Q> the request
 * @param <A> the response
 */
abstract class EventsCommand<Q, A extends Message> implements Callable<Integer> {
    @Mixin
    private final ServerOption server = new ServerOption();

    @Mixin
    private final RangeOptions selection = new RangeOptions();

    @Mixin
    private final Format format = new Format();

    @Mixin
    private final InputOptions input = new InputOptions();

    @Mixin
    private final MaskOptions masks = new MaskOptions();

    @Option(
            names = "--summary",
            description = "at the end, print on standard error how many there were, by type; with -o json as one line"
                    + " of JSON")
    private boolean summary;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    @Option(names = "--print-raw-filters", hidden = true, description = "refused: events have no filters")
    private boolean rawFilters;

    private final MethodDescriptor<Q, A> method;
    private final Parser<Q> requests;
    private final Descriptor answer;
    private final Function<TimeFormat, EventText<A>> text;

    EventsCommand(
            MethodDescriptor<Q, A> method,
            Parser<Q> requests,
            Descriptor answer,
            Function<TimeFormat, EventText<A>> text) {
        this.method = method;
        this.requests = requests;
        this.answer = answer;
        this.text = text;
    }

    @Override
    public final Integer call() throws IOException, InterruptedException {
        server.check();
        refuseFlagsForFlows();
        Printer<A> printer = printer();
        String warning = format.timeWarning();
        if (!warning.isEmpty()) {
            spec.commandLine().getErr().println("observer: " + SafeText.of(warning));
        }
        return answer(printer, request(Instant.now()));
    }

    private Integer answer(Printer<A> printer, Q request) throws IOException, InterruptedException {
        if (!summary) {
            StreamingClient.print(server.address(), printer, method, request);
            return CommandLine.ExitCode.OK;
        }
        EventText<A> texts = text.apply(TimeFormat.STAMP_MILLI);
        int type = texts.heads().indexOf("TYPE");
        EventTally<A> tally = new EventTally<>(answer -> texts.cells(answer).get(type));
        SummaryPrinter end = new SummaryPrinter(
                tally, format.kind().isJson(), spec.commandLine().getErr()::println);
        StreamingClient.print(server.address(), new TallyPrinter<>(printer, tally), method, request, end);
        return CommandLine.ExitCode.OK;
    }

    final Q request(Instant now) {
        GetFlowsRequest range = range(now);
        GetAgentEventsRequest.Builder request = GetAgentEventsRequest.newBuilder()
                .setNumber(range.getNumber())
                .setFirst(range.getFirst())
                .setFollow(range.getFollow());
        if (range.hasSince()) {
            request.setSince(range.getSince());
        }
        if (range.hasUntil()) {
            request.setUntil(range.getUntil());
        }
        try {
            // All requests for events have the same encoding.
            return requests.parseFrom(request.build().toByteArray());
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    final Printer<A> printer() {
        LineStyle style = format.style(new Colors(false));
        return switch (format.kind()) {
            case COMPACT -> EventPrinter.compact(text.apply(style.timeFormat()), style);
            case DICT -> EventPrinter.dict(text.apply(style.timeFormat()), style);
            case TABLE -> {
                format.refuseTableIf(selection.follows());
                yield EventPrinter.table(text.apply(style.timeFormat()), style);
            }
            case JSON -> new JsonPrinter<>(answer, false);
            case BARE_JSON -> new JsonPrinter<>(answer, true);
        };
    }

    /** The hubble CLI lists these flags for events too, and ignores them. */
    private void refuseFlagsForFlows() {
        refuse(input.given(), "--input-file");
        refuse(masks.given(), "--field-mask");
        refuse(rawFilters, "--print-raw-filters");
    }

    private static void refuse(boolean given, String flag) {
        if (given) {
            throw new UserError(flag + " is for flows only; use it with \"observer observe flows\"");
        }
    }

    /** Returns the requested range. Unlike for flows, {@code --follow} alone also returns the last few events first. */
    private GetFlowsRequest range(Instant now) {
        FlowRange asked = selection.range();
        GetFlowsRequest.Builder range = GetFlowsRequest.newBuilder();
        asked.fill(range, now);
        if (range.getFollow() && range.getNumber() == 0 && !range.hasSince()) {
            range.setNumber(FlowRange.DEFAULT_LAST);
        }
        return range.build();
    }
}
