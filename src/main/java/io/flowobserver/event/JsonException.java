// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.event;

/** Says that a document is not what was asked for. Thrown for hostile bytes at their rate, so there is only one. */
final class JsonException extends Exception {
    static final JsonException MALFORMED = new JsonException();

    private static final long serialVersionUID = 1;

    private JsonException() {
        super("malformed", null, false, false);
    }
}
