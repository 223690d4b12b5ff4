// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import io.flowobserver.cli.console.TextOrJson;
import io.flowobserver.cli.console.Version;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code observer version}: prints the version. */
@Command(name = "version", description = "Print the version", exitCodeOnInvalidInput = 1)
final class VersionCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    @Mixin
    private final TextOrJson format = new TextOrJson();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println(format.isJson() ? Version.json() : Version.text());
        out.flush();
        return CommandLine.ExitCode.OK;
    }
}
