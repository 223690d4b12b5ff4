// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** What the agent reports in JSON: access-log records and notifications, read into immutable records. */
@NullMarked
package io.flowobserver.event.agent;

import org.jspecify.annotations.NullMarked;
