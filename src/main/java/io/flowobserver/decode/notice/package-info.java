// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Converts agent notifications and debug messages, which are not flows, to messages of the Observer API. */
@NullMarked
package io.flowobserver.decode.notice;

import org.jspecify.annotations.NullMarked;
