// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader.registry;

/**
 * Who reads.
 *
 * @param kind through what the rows leave
 * @param client the client's address or process, or the name of another receiver; for people
 */
public record ReaderIdentity(ReaderKind kind, String client) {}
