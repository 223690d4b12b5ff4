// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.client.flags.EventOutput;
import io.flowobserver.cli.print.AgentEventText;
import io.flowobserver.proto.observer.GetAgentEventsRequest;
import io.flowobserver.proto.observer.GetAgentEventsResponse;
import io.flowobserver.proto.observer.ObserverGrpc;
import picocli.CommandLine.Command;

/** The command {@code observer observe agent-events}. */
@Command(
        name = "agent-events",
        description = "Print notifications of the agent",
        sortOptions = false,
        abbreviateSynopsis = true,
        exitCodeOnInvalidInput = 1)
final class AgentEventsCommand extends EventsCommand<GetAgentEventsRequest, GetAgentEventsResponse> {
    AgentEventsCommand() {
        super(
                ObserverGrpc.getGetAgentEventsMethod(),
                GetAgentEventsRequest.parser(),
                new EventOutput<>(GetAgentEventsResponse.getDescriptor(), AgentEventText::new));
    }
}
