// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.flowobserver.cli.print.EventPrinter;
import io.flowobserver.cli.print.EventText;
import io.flowobserver.cli.print.JsonPrinter;
import io.flowobserver.cli.print.Printer;
import io.flowobserver.filter.flags.FlowRange;
import io.flowobserver.proto.observer.GetAgentEventsRequest;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

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

    private final MethodDescriptor<Q, A> method;
    private final Parser<Q> requests;
    private final Descriptor answer;
    private final EventText<A> text;

    EventsCommand(MethodDescriptor<Q, A> method, Parser<Q> requests, Descriptor answer, EventText<A> text) {
        this.method = method;
        this.requests = requests;
        this.answer = answer;
        this.text = text;
    }

    @Override
    public final Integer call() throws IOException, InterruptedException {
        Printer<A> printer = printer();
        StreamingClient.print(server.address(), printer, method, request(Instant.now()));
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
        return switch (format.name()) {
            case "compact" -> EventPrinter.compact(text, format.namesNode());
            case "dict" -> EventPrinter.dict(text, format.namesNode());
            case "table", "tab" -> {
                format.refuseTableIf(selection.follows());
                yield EventPrinter.table(text, format.namesNode());
            }
            case "json", "jsonpb", "JSON" -> new JsonPrinter<>(answer);
            default -> throw format.unknown();
        };
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
