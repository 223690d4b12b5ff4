// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import java.util.List;

/** What the numbers in DNS messages are called, as far as the reference knows it. */
final class DnsNames {
    private static final String UNKNOWN = "Unknown";
    /** Position = number. */
    private static final String[] TYPES = {
        UNKNOWN, "A", "NS", "MD", "MF", "CNAME", "SOA", "MB", "MG", "MR", "NULL", "WKS", "PTR", "HINFO", "MINFO", "MX",
        "TXT",
    };
    /** Position = number. */
    private static final String[] RCODES = {
        "No Error",
        "Format Error",
        "Server Failure",
        "Non-Existent Domain",
        "Not Implemented",
        "Query Refused",
        "Name Exists when it should not",
        "RR Set Exists when it should not",
        "RR Set that should exist does not",
        "Server Not Authoritative for zone",
        "Name not contained in zone",
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        "Bad OPT Version",
        "Key not recognized",
        "Signature out of time window",
        "Bad TKEY Mode",
        "Duplicate key name",
        "Algorithm not supported",
        "Bad Truncation",
        "Bad Cookie",
    };

    private DnsNames() {}

    /** For example {@code AAAA}. */
    static String type(int number) {
        return switch (number) {
            case 28 -> "AAAA";
            case 33 -> "SRV";
            case 41 -> "OPT";
            case 46 -> "RRSIG";
            case 48 -> "DNSKEY";
            case 64 -> "SVCB";
            case 65 -> "HTTPS";
            case 256 -> "URI";
            default -> number < TYPES.length ? TYPES[number] : UNKNOWN;
        };
    }

    static List<String> types(int[] numbers) {
        String[] names = new String[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            names[i] = type(numbers[i]);
        }
        return List.of(names);
    }

    /** For example {@code Non-Existent Domain}. */
    static String rcode(int number) {
        return number < RCODES.length ? RCODES[number] : UNKNOWN;
    }
}
