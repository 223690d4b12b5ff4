// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

/**
 * Sizes of the programs' connection tables, for IPv4; those for IPv6 have half of them. 0 is the library's default.
 *
 * @param tcp TCP connections
 * @param halfOpen TCP connections in which only one end takes part so far
 * @param other connections of all other protocols
 */
public record ConnectionTables(int tcp, int halfOpen, int other) {
    public static final ConnectionTables DEFAULT = new ConnectionTables(0, 0, 0);
}
