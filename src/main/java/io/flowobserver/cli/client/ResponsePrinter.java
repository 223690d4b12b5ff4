// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.console.ConsoleOutput;
import io.flowobserver.cli.console.StandardStreams;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.cli.print.Printer;
import java.io.IOException;

/**
 * Writes what a printer makes of responses to standard output and standard error. For one thread.
 *
 * @param <A> the response
 */
final class ResponsePrinter<A> {
    private final Printer<A> printer;
    private final ConsoleOutput output;
    private final StringBuilder line = new StringBuilder(512);

    ResponsePrinter(Printer<A> printer, ConsoleOutput output) {
        this.printer = printer;
        this.output = output;
    }

    void print(A answer) throws IOException {
        Printer.Place place = printer.place(answer);
        if (place == Printer.Place.NOWHERE) {
            return;
        }
        line.setLength(0);
        printer.append(line, answer);
        if (place == Printer.Place.ERROR) {
            output.errorLine(line);
        } else {
            printLine();
        }
    }

    /** Writes the remaining lines. */
    void finish() throws IOException {
        line.setLength(0);
        printer.finish(line);
        printLine();
        output.flush();
    }

    /**
     * Returns normally if the reader of a pipe has gone, as {@code head} does.
     *
     * @throws UserError for every other failure to write
     */
    static void accept(IOException failure) {
        if (!StandardStreams.outputIsPipe()) {
            throw new UserError("cannot write to standard output: " + failure.getMessage());
        }
    }

    private void printLine() throws IOException {
        if (!line.isEmpty()) {
            output.line(line);
        }
    }
}
