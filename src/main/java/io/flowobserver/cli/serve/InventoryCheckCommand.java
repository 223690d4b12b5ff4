// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.cli.console.TextOrJson;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.daemon.report.InventoryCheck;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code observer inventory check}: reads a file as the daemon would, and says what is in it. */
@Command(
        name = "check",
        description = "Read an inventory file as the daemon does; print what it holds, or what is wrong and where",
        exitCodeOnInvalidInput = 1)
final class InventoryCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "the file of --inventory=file:FILE")
    @SuppressWarnings("NullAway.Init") // picocli refuses the command without it
    private Path file;

    @Mixin
    private final TextOrJson format = new TextOrJson();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        boolean json = format.isJson();
        InventoryCheck check = InventoryCheck.of(file);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(check));
        } else if (check.valid()) {
            out.print(text(check));
        } else {
            throw new UserError(String.join("; ", check.problems()));
        }
        out.flush();
        return check.valid() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private String text(InventoryCheck check) {
        StringBuilder text = new StringBuilder();
        SafeText.append(text, file.toString());
        text.append(": valid\n");
        if (!check.node().isEmpty()) {
            SafeText.append(text.append("node: "), check.node());
            text.append('\n');
        }
        check.counts()
                .forEach((kind, count) ->
                        text.append(kind).append(": ").append(count).append('\n'));
        check.warnings()
                .forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        return text.toString();
    }

    private String json(InventoryCheck check) {
        JsonObject counts = new JsonObject();
        check.counts().forEach(counts::addProperty);
        JsonObject all = new JsonObject();
        all.addProperty("file", file.toString());
        all.addProperty("valid", check.valid());
        all.addProperty("node", check.node());
        all.add("counts", counts);
        all.add("problems", list(check.problems()));
        all.add("warnings", list(check.warnings()));
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(all);
    }

    private static JsonArray list(List<String> texts) {
        JsonArray list = new JsonArray();
        texts.forEach(list::add);
        return list;
    }
}
