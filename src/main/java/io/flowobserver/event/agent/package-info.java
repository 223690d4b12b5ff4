// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Access-log records and notifications of the agent, read from JSON into immutable records. */
@NullMarked
package io.flowobserver.event.agent;

import org.jspecify.annotations.NullMarked;
