// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli;

import io.flowobserver.cli.completion.ShellScript;
import io.flowobserver.cli.console.Version;
import io.flowobserver.cli.manual.ManualPage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** Writes what a distribution has beside the program: manual pages and completion scripts. The build runs it. */
public final class DistributionFiles {
    private DistributionFiles() {}

    /**
     * Writes the files into the directory that is the only argument, at the places that they have below
     * {@code /usr/share}.
     */
    public static void main(String[] arguments) throws IOException {
        Path share = Path.of(arguments[0]);
        removeOldPages(share.resolve("man/man1"));
        CommandLine root = Observer.commandLine(Map.of());
        for (ManualPage page : ManualPage.all(root, Version.number())) {
            write(share.resolve("man/man1").resolve(page.fileName()), page.text());
        }
        write(share.resolve("bash-completion/completions/observer"), ShellScript.BASH.text(root));
        write(share.resolve("zsh/site-functions/_observer"), ShellScript.ZSH.text(root));
        write(share.resolve("fish/vendor_completions.d/observer.fish"), ShellScript.FISH.text(root));
    }

    /** Removes pages of commands that are no more. */
    private static void removeOldPages(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (DirectoryStream<Path> pages = Files.newDirectoryStream(directory)) {
            for (Path page : pages) {
                Files.delete(page);
            }
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
