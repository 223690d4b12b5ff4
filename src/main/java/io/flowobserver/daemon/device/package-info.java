// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Which network devices are to be observed, which of them are, and what has to be done about the others. */
@NullMarked
package io.flowobserver.daemon.device;

import org.jspecify.annotations.NullMarked;
