// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * How the rings are read: which flows or events a reader asks for, where they begin in the ring, and what it missed.
 *
 * <p>Nothing here knows to whom a row goes: clients of the server, files and other systems read in the same way.
 */
@NullMarked
package io.flowobserver.reader;

import org.jspecify.annotations.NullMarked;
