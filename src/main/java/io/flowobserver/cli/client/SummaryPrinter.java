// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.answer.Summary;
import io.flowobserver.cli.answer.Tally;
import io.flowobserver.cli.client.connect.Connection;
import java.time.Duration;
import java.util.function.Consumer;

/** Prints what a stream held when it ends, however it ends. For one thread. */
final class SummaryPrinter implements StreamWatcher {
    private final Tally<?> tally;
    private final boolean json;
    private final Consumer<String> lines;
    private final long start = System.nanoTime();

    SummaryPrinter(Tally<?> tally, boolean json, Consumer<String> lines) {
        this.tally = tally;
        this.json = json;
        this.lines = lines;
    }

    @Override
    public void ended(Connection connection, boolean interrupted) {
        print();
    }

    /** Of a call that brought nothing, its error says all. */
    @Override
    public void failed() {
        Summary summary = summary();
        if (summary.count() > 0) {
            print(summary);
        }
    }

    void print() {
        print(summary());
    }

    private Summary summary() {
        return tally.summary(Duration.ofNanos(System.nanoTime() - start));
    }

    private void print(Summary summary) {
        if (json) {
            lines.accept(summary.json());
            return;
        }
        StringBuilder text = new StringBuilder();
        summary.appendText(text);
        lines.accept(text.toString());
    }
}
