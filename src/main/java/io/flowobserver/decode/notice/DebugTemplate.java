// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.notice;

import io.flowobserver.event.datapath.DebugMessage;
import io.flowobserver.flow.text.DropText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The text of a debug message with placeholders for the arguments, {@code {a}} to {@code {c}}. A placeholder may name a
 * {@linkplain Form form}, for example {@code {b hex}}; without a name it is decimal. Immutable. Writing a text
 * allocates nothing.
 */
final class DebugTemplate {
    /**
     * The format of an argument. Arguments are read as little-endian numbers, even if the datapath stores a port or an
     * address in network byte order.
     */
    enum Form {
        DECIMAL,
        HEX,
        /** The low two bytes, in network byte order. */
        PORT,
        /** The high two bytes, in network byte order. */
        HIGH_PORT,
        /** The low two bytes. */
        LOW,
        /** The high two bytes. */
        HIGH,
        /** The lowest byte. */
        BYTE,
        /** All bytes except the lowest. */
        ABOVE_BYTE,
        IPV4,
        /** The last four bytes of an IPv6 address. */
        IPV6,
        /** Flags of a connection tracking entry. */
        FLAGS,
        /** The state of a connection, or the reason why it has none. */
        STATE,
        /** The direction of a policy. */
        DIRECTION,
        /** An error number of the kernel, positive. */
        ERROR
    }

    private static final String[] STATES = {"New", "Established", "Reply", "Related"};

    /** Texts before, between and after the arguments. */
    private final List<String> texts = new ArrayList<>();

    private final List<Integer> arguments = new ArrayList<>();
    private final List<Form> forms = new ArrayList<>();

    DebugTemplate(String template) {
        int from = 0;
        for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', from)) {
            int close = template.indexOf('}', open);
            texts.add(template.substring(from, open));
            arguments.add(template.charAt(open + 1) - 'a');
            forms.add(close == open + 2 ? Form.DECIMAL : form(template.substring(open + 3, close)));
            from = close + 1;
        }
        texts.add(template.substring(from));
    }

    void write(DebugMessage event, TextBuffer out) {
        for (int i = 0; i < forms.size(); i++) {
            out.append(texts.get(i));
            write(event.argument(arguments.get(i)), forms.get(i), out);
        }
        out.append(texts.get(forms.size()));
    }

    private static Form form(String name) {
        return Form.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static void write(int value, Form form, TextBuffer out) {
        switch (form) {
            case DECIMAL -> out.decimal(value);
            case HEX -> out.hex(value);
            case PORT -> out.decimal(swapped(value));
            case HIGH_PORT -> out.decimal(swapped(value >>> 16));
            case LOW -> out.decimal(value & 0xFFFF);
            case HIGH -> out.decimal(value >>> 16);
            case BYTE -> out.decimal(value & 0xFF);
            case ABOVE_BYTE -> out.decimal(value >>> 8);
            case IPV4 -> out.address(value);
            case IPV6 -> {
                out.hex(swapped(value));
                out.append(':');
                out.hex(swapped(value >>> 16));
            }
            case FLAGS -> flags(value, out);
            case STATE -> state(value, out);
            case DIRECTION -> out.append(value == 0 ? "egress" : value == 1 ? "ingress" : "");
            case ERROR -> error(value, out);
        }
    }

    private static int swapped(int value) {
        return Short.reverseBytes((short) value) & 0xFFFF;
    }

    /**
     * Writes the names that Hubble gives to the two lowest bits, although these bits mean something else in the
     * datapath.
     */
    private static void flags(int value, TextBuffer out) {
        boolean outbound = (value & 1) != 0;
        boolean related = (value & 2) != 0;
        out.append(outbound ? "OUT" : "");
        out.append(outbound && related ? ", " : "");
        out.append(related ? "RELATED" : "");
    }

    private static void state(int value, TextBuffer out) {
        if (value >= 0 && value < STATES.length) {
            out.append(STATES[value]);
            return;
        }
        int code = value & 0xFF;
        String text = DropText.of(code);
        if (text.isEmpty()) {
            out.decimal(code);
            out.append(", 0");
        } else {
            out.append(text);
        }
    }

    private static void error(int value, TextBuffer out) {
        String text = ErrorText.of(value);
        if (text.isEmpty()) {
            out.append("errno ");
            out.decimal(value);
        } else {
            out.append(text);
        }
    }
}
