// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import io.flowobserver.cli.console.UserError;
import io.flowobserver.cli.console.Version;
import io.flowobserver.flow.text.NearestName;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code observer version}: prints the version. */
@Command(name = "version", description = "Print the version", exitCodeOnInvalidInput = 1)
final class VersionCommand implements Callable<Integer> {
    private static final List<String> FORMATS = List.of("text", "json");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text (default) or json")
    private String format = "";

    @Override
    public Integer call() {
        if (!FORMATS.contains(format)) {
            throw new UserError("unknown output format: " + format + NearestName.choice(format, FORMATS));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(format.equals("json") ? Version.json() : Version.text());
        out.flush();
        return CommandLine.ExitCode.OK;
    }
}
