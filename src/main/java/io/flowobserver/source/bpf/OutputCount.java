// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

/**
 * Counts the samples that the eBPF programs of one CPU tried to report.
 *
 * @param type a {@link io.flowobserver.flow.row.MessageType}, or 0 for samples that the native library skipped
 * @param attempts number of attempts by the programs; 0 for type 0
 * @param failed number of attempts that found no room in the ring; for type 0, the number of skipped samples
 * @param suppressed events that were not attempted because of the limit of events
 */
public record OutputCount(int cpu, int type, long attempts, long failed, long suppressed) {}
