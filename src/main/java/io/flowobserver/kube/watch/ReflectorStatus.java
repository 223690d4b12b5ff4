// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.watch;

import java.time.Duration;

/**
 * How a reflector does.
 *
 * @param synced whether all objects were known once
 * @param watching whether the server tells of changes now; if not, what is known grows old
 * @param sinceContact since the server said something; a server says something each minute or so
 * @param objects how many are known
 * @param wrong how many could not be read
 * @param failures how many requests failed
 * @param problem why the last request failed, or the last wrong object was wrong; empty if neither matters any more
 */
public record ReflectorStatus(
        boolean synced,
        boolean watching,
        Duration sinceContact,
        int objects,
        long wrong,
        long failures,
        String problem) {}
