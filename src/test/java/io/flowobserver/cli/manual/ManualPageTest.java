// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.cli.Observer;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ManualPageTest {
    private final Map<String, String> pages = new TreeMap<>();

    ManualPageTest() {
        ManualPage.all(Observer.commandLine(Map.of()), "1.2.3")
                .forEach(page -> pages.put(page.fileName(), page.text()));
    }

    @Test
    void all_eachCommandOfTheHelp_hasAPage() {
        assertThat(pages.keySet())
                .contains(
                        "observer.1",
                        "observer-serve.1",
                        "observer-observe.1",
                        "observer-observe-flows.1",
                        "observer-observe-agent-events.1",
                        "observer-list-nodes.1",
                        "observer-config-set.1",
                        "observer-completion-zsh.1")
                .doesNotContain("observer-reflect.1", "observer-completion-powershell.1", "observer-w.1");
    }

    @Test
    void text_eachFlag_hasItsEntry() {
        CommandLine serve = Observer.commandLine(Map.of()).getSubcommands().get("serve");
        String page = pages.get("observer-serve.1");
        assertThat(page)
                .startsWith(".\\\" Made from the command's own help.\n.TH OBSERVER-SERVE 1 \"\" \"observer 1.2.3\"")
                .contains(".SH NAME\nobserver-serve \\- observe this node and serve its flows\n.SH SYNOPSIS\n");
        serve.getCommandSpec().options().forEach(option -> assertThat(page)
                .contains(ManualPage.escape(option.longestName())));
        assertThat(page).doesNotContain("${DEFAULT", "@|");
    }

    @Test
    void text_references_areToPagesThatExist() {
        pages.forEach((name, page) -> page.lines()
                .filter(line -> line.startsWith(".BR "))
                .map(line -> line.replaceAll("^\\.BR (\\S+) \\(1\\),?$", "$1").replace("\\-", "-"))
                .forEach(other -> assertThat(pages).as("in %s", name).containsKey(other + ".1")));
        assertThat(pages.get("observer-list.1")).contains(".BR observer\\-list\\-nodes (1)", ".BR observer (1)");
    }

    @Test
    void escape_text_isNoCommandOfTroff() {
        assertThat(ManualPage.escape(".x\n'y\na-b \\n ~")).isEqualTo("\\&.x\n\\&'y\na\\-b \\en \\(ti");
    }
}
