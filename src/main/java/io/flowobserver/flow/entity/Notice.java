// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

/**
 * An event that is no flow: a notification of the agent, a debug message of the datapath. Immutable: nobody may change
 * the array.
 *
 * @param timeNanos when it was seen, nanoseconds since 1970-01-01 UTC
 * @param encoded wire bytes of {@code flow.AgentEvent} or {@code flow.DebugEvent}
 */
public record Notice(long timeNanos, byte[] encoded) {}
