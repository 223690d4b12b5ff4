// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event.agent;

/** A text is no JSON, or not the JSON that it should be. Costs little: it tells neither where nor why. */
final class NotJson extends Exception {
    private static final long serialVersionUID = 1;

    NotJson() {
        super("not the expected JSON", null, false, false);
    }
}
