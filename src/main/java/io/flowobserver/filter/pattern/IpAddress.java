// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.pattern;

import io.flowobserver.flow.text.AddressText;
import io.flowobserver.flow.text.Quoted;

/**
 * An address that was read from text, in the two 64-bit halves that rows use. IPv4 addresses are in mapped form.
 *
 * @param ipv4 whether the text was IPv4; mapped notation counts as IPv6
 * @param zoned whether the text has an IPv6 zone; the zone itself is not stored
 */
public record IpAddress(long high, long low, boolean ipv4, boolean zoned) {
    private static final int GROUPS = 8;
    private static final int OCTETS = 4;

    /**
     * Parses an address strictly: four decimal octets without leading zeros, or the text form of RFC 4291.
     *
     * @throws FilterException if the text is no address
     */
    public static IpAddress parse(String text) throws FilterException {
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '.' -> {
                    return new IpAddress(0, AddressText.ipv4(octets(text)), true, false);
                }
                case ':' -> {
                    return parseIpv6(text);
                }
                case '%' -> throw FilterException.invalid("missing IPv6 address");
                default -> {
                    // The first separator decides between IPv4 and IPv6.
                }
            }
        }
        throw FilterException.invalid("unable to parse IP");
    }

    private static int octets(String text) throws FilterException {
        String[] fields = text.split("\\.", -1);
        if (fields.length != OCTETS) {
            throw FilterException.invalid("IPv4 address too " + (fields.length < OCTETS ? "short" : "long"));
        }
        int address = 0;
        for (String field : fields) {
            if (field.isEmpty() || !field.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw FilterException.invalid("IPv4 field must be a decimal number");
            }
            if (field.length() > 1 && field.charAt(0) == '0') {
                throw FilterException.invalid("IPv4 field has octet with leading zero");
            }
            int octet = field.length() > 3 ? Integer.MAX_VALUE : Integer.parseInt(field);
            if (octet > 255) {
                throw FilterException.invalid("IPv4 field has value >255");
            }
            address = address << 8 | octet;
        }
        return address;
    }

    private static IpAddress parseIpv6(String text) throws FilterException {
        int percent = text.indexOf('%');
        if (percent == text.length() - 1) {
            throw FilterException.invalid("zone must be a non-empty string");
        }
        String address = percent < 0 ? text : text.substring(0, percent);
        int gap = address.indexOf("::");
        int[] front = groups(gap < 0 ? address : address.substring(0, gap), gap < 0);
        int[] back = gap < 0 ? new int[0] : groups(address.substring(gap + 2), true);
        int held = front.length + back.length;
        if (gap < 0 ? held != GROUPS : held >= GROUPS) {
            throw FilterException.invalid(gap < 0 && held < GROUPS ? "address string too short" : "too many groups");
        }
        int[] all = new int[GROUPS];
        System.arraycopy(front, 0, all, 0, front.length);
        System.arraycopy(back, 0, all, GROUPS - back.length, back.length);
        return new IpAddress(half(all, 0), half(all, GROUPS / 2), false, percent >= 0);
    }

    private static int[] groups(String text, boolean last) throws FilterException {
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] fields = text.split(":", -1);
        boolean embedded = last && fields[fields.length - 1].indexOf('.') >= 0;
        int[] groups = new int[fields.length + (embedded ? 1 : 0)];
        for (int i = 0; i < fields.length - (embedded ? 1 : 0); i++) {
            groups[i] = group(fields[i]);
        }
        if (embedded) {
            int octets = octets(fields[fields.length - 1]);
            groups[groups.length - 2] = octets >>> 16;
            groups[groups.length - 1] = octets & 0xFFFF;
        }
        return groups;
    }

    private static int group(String field) throws FilterException {
        if (field.isEmpty()
                || field.length() > 4
                || !field.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80)) {
            throw FilterException.invalid("each group must have one to four hexadecimal digits: " + Quoted.of(field));
        }
        return Integer.parseInt(field, 16);
    }

    private static long half(int[] groups, int from) {
        return (long) groups[from] << 48
                | (long) groups[from + 1] << 32
                | (long) groups[from + 2] << 16
                | groups[from + 3];
    }
}
