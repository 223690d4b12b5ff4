// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.answer;

import io.flowobserver.cli.print.Printer;

/**
 * Counts responses before another printer prints them. Not thread-safe.
 *
 * @param <A> the response
 */
public final class TallyPrinter<A> implements Printer<A> {
    private final Printer<A> printer;
    private final Tally<A> tally;

    public TallyPrinter(Printer<A> printer, Tally<A> tally) {
        this.printer = printer;
        this.tally = tally;
    }

    @Override
    public void append(StringBuilder out, A answer) {
        tally.count(answer);
        printer.append(out, answer);
    }

    @Override
    public void finish(StringBuilder out) {
        printer.finish(out);
    }

    @Override
    public Place place(A answer) {
        return printer.place(answer);
    }
}
