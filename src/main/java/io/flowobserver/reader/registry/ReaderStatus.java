// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader.registry;

/**
 * An open reader at one moment.
 *
 * @param identity who reads
 * @param openedMillis when it began, in milliseconds since 1970-01-01 UTC
 * @param position the sequence of the row that it reads next
 * @param lag how many rows have been written after the last one that it read; if they are more than the ring holds, the
 *     oldest of them are overwritten
 * @param delivered the number of rows that it passed on
 * @param missed the number of rows that were overwritten before it read them, as far as it has noticed
 */
public record ReaderStatus(
        ReaderIdentity identity, long openedMillis, long position, long lag, long delivered, long missed) {}
