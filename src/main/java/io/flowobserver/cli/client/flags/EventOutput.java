// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.flags;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.flowobserver.cli.console.Colors;
import io.flowobserver.cli.print.EventPrinter;
import io.flowobserver.cli.print.EventText;
import io.flowobserver.cli.print.JsonPrinter;
import io.flowobserver.cli.print.LineStyle;
import io.flowobserver.cli.print.Printer;
import io.flowobserver.flow.text.TimeFormat;
import java.util.function.Function;

/**
 * How events other than flows are printed.
 *
 * @param message the response that holds an event
 * @param text makes its words, with times in a format
 * @param <A> the response
 */
public record EventOutput<A extends Message>(Descriptor message, Function<TimeFormat, EventText<A>> text) {
    /**
     * Returns the printer of the chosen format.
     *
     * @throws io.flowobserver.cli.console.UserError if the format is unknown, or a table and the stream has no end
     */
    public Printer<A> printer(Format format, boolean follows) {
        LineStyle style = format.style(new Colors(false));
        return switch (format.kind()) {
            case COMPACT -> EventPrinter.compact(text.apply(style.timeFormat()), style);
            case DICT -> EventPrinter.dict(text.apply(style.timeFormat()), style);
            case TABLE -> {
                format.refuseTableIf(follows);
                yield EventPrinter.table(text.apply(style.timeFormat()), style);
            }
            case JSON -> new JsonPrinter<>(message, false);
            case BARE_JSON -> new JsonPrinter<>(message, true);
        };
    }

    /** Returns what tells the type of an event, as it is printed. */
    public Function<A, String> types() {
        EventText<A> words = text.apply(TimeFormat.STAMP_MILLI);
        int type = words.heads().indexOf("TYPE");
        return event -> words.cells(event).get(type);
    }
}
