// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.Timestamps;
import io.flowobserver.cli.Observer;
import io.flowobserver.filter.flags.FlagException;
import io.flowobserver.proto.observer.GetAgentEventsRequest;
import io.flowobserver.proto.observer.GetDebugEventsRequest;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class EventsCommandTest {
    private static final Instant NOW = Instant.parse("2024-05-07T12:00:00Z");

    @Test
    void request_withoutFlags_asksForTheLastTwenty() {
        assertThat(agent())
                .isEqualTo(GetAgentEventsRequest.newBuilder().setNumber(20).build());
        assertThat(debug())
                .isEqualTo(GetDebugEventsRequest.newBuilder().setNumber(20).build());
    }

    @Test
    void request_follow_beginsWithTheLastTwenty() {
        assertThat(agent("-f"))
                .isEqualTo(GetAgentEventsRequest.newBuilder()
                        .setFollow(true)
                        .setNumber(20)
                        .build());
        assertThat(debug("--follow", "--last", "3").getNumber()).isEqualTo(3);
        assertThat(debug("--follow", "--all").getNumber()).isEqualTo(-1);
        assertThat(debug("--follow", "--since", "1m").getNumber()).isZero();
    }

    @Test
    void request_byNumberAndTime_asForFlows() {
        assertThat(agent("--first", "3"))
                .isEqualTo(GetAgentEventsRequest.newBuilder()
                        .setFirst(true)
                        .setNumber(3)
                        .build());
        assertThat(agent("--all").getNumber()).isEqualTo(-1);
        GetDebugEventsRequest request = debug("--since", "5m", "--until", "2024-05-07T11:59:00Z");
        assertThat(Timestamps.toString(request.getSince())).isEqualTo("2024-05-07T11:55:00Z");
        assertThat(Timestamps.toString(request.getUntil())).isEqualTo("2024-05-07T11:59:00Z");
        assertThat(request.getNumber()).isZero();
        assertThatThrownBy(() -> agent("--first", "1", "--last", "1")).isInstanceOf(FlagException.class);
    }

    @Test
    void printer_formats_asForFlows() {
        EventsCommand<?, ?> table = command("agent-events", "-o", "table", "-f");
        assertThatThrownBy(table::printer).hasMessage("table output format is not compatible with follow mode");
        EventsCommand<?, ?> unknown = command("debug-events", "-o", "bogus");
        assertThatThrownBy(unknown::printer).hasMessageStartingWith("invalid output format: bogus");
    }

    private static GetAgentEventsRequest agent(String... arguments) {
        return (GetAgentEventsRequest) command("agent-events", arguments).request(NOW);
    }

    private static GetDebugEventsRequest debug(String... arguments) {
        return (GetDebugEventsRequest) command("debug-events", arguments).request(NOW);
    }

    private static EventsCommand<?, ?> command(String name, String... arguments) {
        CommandLine root = Observer.commandLine();
        root.parseArgs(
                Stream.concat(Stream.of("observe", name), Stream.of(arguments)).toArray(String[]::new));
        return root.getSubcommands().get("observe").getSubcommands().get(name).getCommand();
    }
}
