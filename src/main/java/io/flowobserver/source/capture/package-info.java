// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Captures: the file format, the recorder that writes a capture, and the source that replays one. */
@NullMarked
package io.flowobserver.source.capture;

import org.jspecify.annotations.NullMarked;
