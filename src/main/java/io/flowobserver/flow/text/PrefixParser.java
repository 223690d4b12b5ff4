// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.text;

import org.jspecify.annotations.Nullable;

/**
 * Parses IPv4 and IPv6 addresses and prefixes as strictly as Go's {@code netip} does: no zone, no leading zero in an
 * octet, and always four octets in a dotted form. It makes no DNS queries. Thread-safe.
 */
public final class PrefixParser {
    private static final int GROUPS = 8;

    private final String text;
    private int at;

    private PrefixParser(String text) {
        this.text = text;
    }

    /**
     * Parses an address or {@code address/length}. Returns null if the text is neither. Bits after the length are
     * ignored.
     */
    public static @Nullable Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return parseAddress(text);
        }
        String addressText = text.substring(0, slash);
        Prefix address = parseAddress(addressText);
        int length = decimal(text, slash + 1, text.length(), 3);
        if (address == null || length < 0) {
            return null;
        }
        boolean dotted = addressText.indexOf(':') < 0;
        if (length > (dotted ? 32 : 128)) {
            return null;
        }
        return new Prefix(address.high(), address.low(), dotted ? length + Prefix.IPV4_OFFSET : length);
    }

    /** Parses an address. Returns null if the text is not an address. */
    public static @Nullable Prefix parseAddress(String text) {
        PrefixParser reader = new PrefixParser(text);
        if (text.indexOf(':') >= 0) {
            return reader.ipv6();
        }
        long octets = reader.ipv4();
        return octets < 0 ? null : Prefix.address(0, AddressText.ipv4((int) octets));
    }

    /**
     * Parses a decimal number without sign or leading zero. Returns -1 if the text is not such a number or has too many
     * digits.
     */
    static int decimal(String text, int from, int to, int maxDigits) {
        if (from == to || to - from > maxDigits || (text.charAt(from) == '0' && to - from > 1)) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Parses four octets up to the end of the text. Returns -1 if the text is malformed. */
    private long ipv4() {
        long octets = 0;
        for (int i = 0; i < 4; i++) {
            int end = i == 3 ? text.length() : text.indexOf('.', at);
            int octet = end < 0 ? -1 : decimal(text, at, end, 3);
            if (octet < 0 || octet > 255) {
                return -1;
            }
            octets = octets << 8 | octet;
            at = end + 1;
        }
        return octets;
    }

    private @Nullable Prefix ipv6() {
        int[] groups = new int[GROUPS];
        int count = 0;
        int gap = -1;
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < text.length()) {
            if (count == GROUPS) {
                return null;
            }
            int end = groupEnd();
            if (end < text.length() && text.charAt(end) == '.') {
                return dottedTail(groups, count, gap);
            }
            int group = hex(end);
            if (group < 0) {
                return null;
            }
            groups[count++] = group;
            at = end;
            if (at == text.length()) {
                break;
            }
            if (text.charAt(at) != ':' || ++at == text.length()) {
                return null;
            }
            if (text.charAt(at) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = count;
                at++;
            }
        }
        return assemble(groups, count, gap);
    }

    private @Nullable Prefix dottedTail(int[] groups, int count, int gap) {
        long octets = count > GROUPS - 2 ? -1 : ipv4();
        if (octets < 0) {
            return null;
        }
        groups[count] = (int) (octets >>> 16);
        groups[count + 1] = (int) octets & 0xFFFF;
        return assemble(groups, count + 2, gap);
    }

    private static @Nullable Prefix assemble(int[] groups, int count, int gap) {
        if (gap < 0 ? count != GROUPS : count == GROUPS) {
            return null;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS; i++) {
            int missing = GROUPS - count;
            int group = gap < 0 || i < gap ? groups[i] : i < gap + missing ? 0 : groups[i - missing];
            high = high << 16 | low >>> 48;
            low = low << 16 | group;
        }
        return Prefix.address(high, low);
    }

    private int groupEnd() {
        int end = at;
        while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0 && text.charAt(end) < 128) {
            end++;
        }
        return end;
    }

    private int hex(int end) {
        return end == at || end - at > 4 ? -1 : Integer.parseInt(text, at, end, 16);
    }
}
