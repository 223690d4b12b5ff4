// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source.bpf;

/**
 * What the eBPF programs of one CPU tried to report.
 *
 * @param type a {@link io.flowobserver.flow.row.MessageType}, or 0 for samples that the native library itself had to skip
 * @param attempts outputs tried, by programs
 * @param failed of them, those that found no room
 */
public record OutputCount(int cpu, int type, long attempts, long failed) {}
