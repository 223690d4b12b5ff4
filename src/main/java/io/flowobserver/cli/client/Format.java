// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.console.UserError;
import picocli.CommandLine.Option;

/** The flags for the format of the responses of a stream. */
final class Format {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "compact",
            description =
                    "compact (one line each), dict (several lines each), table (at the end), json or jsonpb (one line"
                            + " each, for programs); default: compact")
    private String name = "";

    @Option(names = "--print-node-name", description = "print the name of the node that saw the event")
    private boolean node;

    String name() {
        return name;
    }

    /** Returns whether the formats for people show the node. */
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
