// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Flows from a file instead of a server: read line by line, filtered and counted here. */
@NullMarked
package io.flowobserver.cli.client.file;

import org.jspecify.annotations.NullMarked;
