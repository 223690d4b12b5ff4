// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.source;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A source cannot be opened or read. The message is one line that names the source and the remedy. */
public class SourceException extends IOException {
    private static final long serialVersionUID = 1;

    public SourceException(String message) {
        super(message);
    }

    public SourceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
