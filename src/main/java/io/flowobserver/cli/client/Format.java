// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.console.UserError;
import picocli.CommandLine.Option;

/** What answers of a stream are printed as. */
final class Format {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "compact",
            description =
                    "compact (a line for people), dict (lines for people), table (at the end), json or jsonpb (a line"
                            + " for programs); default: compact")
    private String name = "";

    @Option(names = "--print-node-name", description = "name the node that it was seen on")
    private boolean node;

    String name() {
        return name;
    }

    /** Whether the node is named in formats for people. */
    boolean namesNode() {
        return node;
    }

    void refuseTableIf(boolean follows) {
        if (follows) {
            throw new UserError("table output format is not compatible with follow mode");
        }
    }

    UserError unknown() {
        return new UserError("invalid output format: " + name + ", use compact, dict, table, json or jsonpb");
    }
}
