// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Agent notifications and debug messages become messages of the Observer API. They are no flows. */
@NullMarked
package io.flowobserver.decode.notice;

import org.jspecify.annotations.NullMarked;
