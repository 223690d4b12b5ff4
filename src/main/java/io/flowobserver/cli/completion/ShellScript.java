// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.completion;

import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;

/** The shells that there are scripts for. A script contains all that it offers, so that completion starts nothing. */
public enum ShellScript {
    BASH(BashScript::of),
    ZSH(ZshScript::of),
    FISH(FishScript::of);

    private final Function<List<CompletedCommand>, String> text;

    ShellScript(Function<List<CompletedCommand>, String> text) {
        this.text = text;
    }

    /**
     * Returns the script.
     *
     * @param root the command line with all commands
     */
    public String text(CommandLine root) {
        return text.apply(CompletedCommand.of(root));
    }

    /** Returns the script without descriptions of what it offers. */
    String shortText(CommandLine root) {
        return text.apply(CompletedCommand.of(root).stream()
                .map(CompletedCommand::withoutDescriptions)
                .toList());
    }
}
