// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.connect;

import io.flowobserver.cli.console.UserError;
import io.flowobserver.filter.flags.GoDuration;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The flags for the time that a client waits. */
public final class TimeoutOptions {
    private static final Duration LONGEST = Duration.ofDays(1);

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "time for the connection: 500ms, 5s, 1m; default: 5s")
    private String connect = "";

    @Option(
            names = "--request-timeout",
            paramLabel = "TIME",
            defaultValue = "12s",
            description = "time for the response of a call that has one; default: 12s")
    private String request = "";

    /**
     * Returns the parsed times.
     *
     * @throws UserError if a value is no time
     */
    public Timeouts timeouts() {
        return new Timeouts(parse("--timeout", connect), parse("--request-timeout", request));
    }

    private static Duration parse(String flag, String text) {
        return GoDuration.parse(text)
                .filter(time -> time.toMillis() > 0 && time.compareTo(LONGEST) <= 0)
                .orElseThrow(() -> new UserError("invalid argument \"" + text + "\" for \"" + flag
                        + "\" flag: use a duration such as 500ms, 5s or 1m, 24h at most"));
    }
}
