// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.settings;

import io.flowobserver.cli.console.SafeText;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.flow.text.NearestName;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A sub-command of {@code config}: it takes a number of words, and says itself which number is right. */
abstract class SettingsCommand implements Callable<Integer> {
    private final SettingDefaults defaults;

    @Option(
            names = SettingDefaults.CONFIG_FLAG,
            paramLabel = "FILE",
            description = "the file (default: ~/.config/observer/config.yaml)")
    @SuppressWarnings("unused") // SettingDefaults asks picocli for it
    private @Nullable String config;

    @Parameters(arity = "0..*", hidden = true, completionCandidates = Keys.class)
    private List<String> words = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    SettingsCommand(SettingDefaults defaults) {
        this.defaults = defaults;
    }

    /** Does what the command is for. */
    abstract void run(List<String> arguments, PrintWriter out);

    @Override
    public final Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        run(words, out);
        out.flush();
        String warning = settings().takeWarning();
        if (warning != null) {
            say(warning);
        }
        return CommandLine.ExitCode.OK;
    }

    ClientSettings settings() {
        return defaults.settings(spec);
    }

    void say(String note) {
        spec.commandLine().getErr().println("observer: " + SafeText.of(note));
    }

    void view(PrintWriter out) {
        for (ClientKey key : ClientKey.values()) {
            out.print(key.key() + ":" + prefixed(key.kind().yaml(settings().effective(key), "    ")));
        }
    }

    static ClientKey key(String name) {
        return ClientKey.of(name)
                .orElseThrow(
                        () -> new UserError("unknown key: " + name + NearestName.question(name, ClientKey.names())));
    }

    static UserError wrongNumber(String command, String right, List<String> words) {
        return new UserError("invalid arguments: " + command + " requires exactly " + right + " argument(s): got '"
                + String.join(" ", words) + "'");
    }

    private static String prefixed(String value) {
        return value.startsWith("\n") ? value : " " + value;
    }

    /** What a shell can complete a word to. */
    static final class Keys implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return ClientKey.names().iterator();
        }
    }
}
