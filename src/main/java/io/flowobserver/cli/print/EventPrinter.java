// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import io.flowobserver.cli.console.SafeText;
import io.flowobserver.cli.console.Table;
import io.flowobserver.flow.text.Times;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints events as lines for people: one line each, a few lines each, or a table at the end.
 *
 * @param <A> the response
 */
public abstract class EventPrinter<A> implements Printer<A> {
    private static final String SEPARATOR = "------------\n";
    private static final int KEY_WIDTH = 11;

    private final EventText<A> text;
    private final Times times;

    private EventPrinter(EventText<A> text, LineStyle style) {
        this.text = text;
        this.times = new Times(style.timeFormat());
    }

    /** Creates a printer of lines such as {@code TIME [NODE]: EVENT}. */
    public static <A> EventPrinter<A> compact(EventText<A> text, LineStyle style) {
        return new EventPrinter<>(text, style) {
            @Override
            public void append(StringBuilder out, A answer) {
                out.append(stamp(answer));
                if (style.nodeName()) {
                    out.append(" [").append(node(answer)).append(']');
                }
                out.append(": ").append(text.line(answer));
            }
        };
    }

    /** Creates a printer of lines such as {@code KEY: value}, with a line of dashes between events. */
    public static <A> EventPrinter<A> dict(EventText<A> text, LineStyle style) {
        return new EventPrinter<>(text, style) {
            private String separator = "";

            @Override
            public void append(StringBuilder out, A answer) {
                out.append(separator);
                separator = SEPARATOR;
                appendKey(out, "TIMESTAMP").append(stamp(answer));
                if (style.nodeName()) {
                    appendKey(out.append('\n'), "NODE").append(node(answer));
                }
                for (EventText.Field field : text.fields(answer)) {
                    appendKey(out.append('\n'), field.name()).append(field.value());
                }
            }
        };
    }

    /** Creates a printer of a table. A long table is printed in parts of as many rows as for flows. */
    public static <A> EventPrinter<A> table(EventText<A> text, LineStyle style) {
        boolean nodeName = style.nodeName();
        Table table = new Table(row("TIMESTAMP", nodeName ? List.of("NODE") : List.of(), text.heads()));
        return new EventPrinter<>(text, style) {
            @Override
            public void append(StringBuilder out, A answer) {
                table.add(row(stamp(answer), nodeName ? List.of(node(answer)) : List.of(), text.cells(answer)));
                if (table.size() == TablePrinter.MAX_ROWS) {
                    finish(out);
                }
            }

            @Override
            public void finish(StringBuilder out) {
                if (table.size() > 0) {
                    table.append(out);
                }
            }
        };
    }

    final String stamp(A answer) {
        EventText.Origin origin = text.origin(answer);
        StringBuilder out = new StringBuilder();
        if (origin.time() == null) {
            return "N/A";
        }
        times.appendStamp(out, true, origin.time());
        return out.toString();
    }

    final String node(A answer) {
        return SafeText.of(text.origin(answer).node());
    }

    private static StringBuilder appendKey(StringBuilder out, String key) {
        return out.append(" ".repeat(KEY_WIDTH - key.length())).append(key).append(": ");
    }

    private static List<String> row(String time, List<String> node, List<String> cells) {
        List<String> row = new ArrayList<>();
        row.add(time);
        row.addAll(node);
        row.addAll(cells);
        return row;
    }
}
