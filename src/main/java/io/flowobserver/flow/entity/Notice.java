// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

/**
 * An event that is not a flow: a notification of the agent, or a debug message of the datapath. Immutable: callers must
 * not change the array.
 *
 * @param timeNanos time of observation, in nanoseconds since 1970-01-01 UTC
 * @param encoded wire bytes of a {@code flow.AgentEvent} or {@code flow.DebugEvent}
 */
public record Notice(long timeNanos, byte[] encoded) {}
