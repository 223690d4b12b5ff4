// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** The flags of the commands that print flows and events: which part of the history, which fields, which format. */
@NullMarked
package io.flowobserver.cli.client.flags;

import org.jspecify.annotations.NullMarked;
