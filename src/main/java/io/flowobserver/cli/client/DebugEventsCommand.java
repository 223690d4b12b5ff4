// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.client.flags.EventOutput;
import io.flowobserver.cli.print.DebugEventText;
import io.flowobserver.proto.observer.GetDebugEventsRequest;
import io.flowobserver.proto.observer.GetDebugEventsResponse;
import io.flowobserver.proto.observer.ObserverGrpc;
import picocli.CommandLine.Command;

/** The command {@code observer observe debug-events}. */
@Command(
        name = "debug-events",
        description = "Print debug messages of the datapath",
        sortOptions = false,
        abbreviateSynopsis = true,
        exitCodeOnInvalidInput = 1)
final class DebugEventsCommand extends EventsCommand<GetDebugEventsRequest, GetDebugEventsResponse> {
    DebugEventsCommand() {
        super(
                ObserverGrpc.getGetDebugEventsMethod(),
                GetDebugEventsRequest.parser(),
                new EventOutput<>(GetDebugEventsResponse.getDescriptor(), timeFormat -> new DebugEventText()));
    }
}
