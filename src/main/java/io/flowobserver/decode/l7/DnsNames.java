// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import io.flowobserver.flow.row.Generation;
import java.util.List;

/** Names of DNS record types and response codes. Numbers that Hubble does not know are {@code Unknown}. */
final class DnsNames {
    private static final String UNKNOWN = "Unknown";
    /** The array index is the number. */
    private static final String[] TYPES = {
        UNKNOWN, "A", "NS", "MD", "MF", "CNAME", "SOA", "MB", "MG", "MR", "NULL", "WKS", "PTR", "HINFO", "MINFO", "MX",
        "TXT",
    };
    /** The array index is the number. */
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

    /** Returns the name of a record type, for example {@code AAAA}. */
    static String type(int number, Generation generation) {
        return switch (number) {
            case 35 -> generation.isAtLeast(Generation.V1_20) ? "NAPTR" : UNKNOWN;
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

    static List<String> types(int[] numbers, Generation generation) {
        String[] names = new String[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            names[i] = type(numbers[i], generation);
        }
        return List.of(names);
    }

    /** Returns the name of a response code, for example {@code Non-Existent Domain}. */
    static String rcode(int number) {
        return number < RCODES.length ? RCODES[number] : UNKNOWN;
    }
}
