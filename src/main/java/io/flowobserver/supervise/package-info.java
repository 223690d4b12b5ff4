// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * What happens after an exception that nobody expected. One event's exception costs that event, a thread's exception
 * restarts the thread, and an error of the JVM itself ends the process.
 */
@NullMarked
package io.flowobserver.supervise;

import org.jspecify.annotations.NullMarked;
