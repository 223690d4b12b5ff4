// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.console;

import io.flowobserver.flow.text.NearestName;
import java.util.List;
import picocli.CommandLine.Option;

/** The flag of a command that prints words for people, or JSON for programs. */
public final class TextOrJson {
    private static final String JSON = "json";
    private static final List<String> FORMATS = List.of("text", JSON);

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text (default) or json")
    private String format = "";

    /**
     * Returns whether it is JSON.
     *
     * @throws UserError if it is no format
     */
    public boolean isJson() {
        return isJson(format);
    }

    /**
     * Returns whether a format is JSON, for a command whose flag says more of it.
     *
     * @throws UserError if it is no format
     */
    public static boolean isJson(String format) {
        if (!FORMATS.contains(format)) {
            throw new UserError("unknown output format: " + format + NearestName.choice(format, FORMATS));
        }
        return format.equals(JSON);
    }
}
